import { describe, expect, test } from 'vitest'
import { packages } from './files.ts'

const all = packages()
const open = all.filter(({ manifest }) => !manifest.private)

describe('packages', () => {
  test('all have one version', () => {
    expect(new Set(all.map(({ manifest }) => manifest.version)).size).toBe(1)
  })

  test.each(open.map((one) => [one.manifest.name, one.manifest] as const))('%s says what it is', (_, manifest) => {
    expect(manifest).toMatchObject({
      license: 'MIT',
      type: 'module',
      engines: { node: '^20.19.0 || >=22.12.0' },
      description: expect.stringMatching(/^[A-Z].{20,}\.$/),
      files: expect.arrayContaining(['dist']),
      exports: expect.objectContaining({ '.': expect.anything(), './package.json': './package.json' }),
    })
  })

  test.each(open.map((one) => [one.manifest.name, one.manifest] as const))('%s depends on nothing that is not published', (_, manifest) => {
    const wanted = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
    expect(wanted.filter((name) => all.some((other) => other.manifest.name === name && other.manifest.private))).toEqual([])
  })
})
