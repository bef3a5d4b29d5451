import { describe, expect, test } from 'vitest'
import { MARK } from '@spoor/shared'
import { codeOf, project } from './fixture.ts'

const ON = { enabled: true }
const NARROW = { enabled: true, include: 'src/cart.js' }

/** Persistent caches: what other options made must not come back, and what these made must. */
describe.each(['webpack', 'rspack', 'farm'] as const)('%s', (bundler) => {
  test('a warm cache gives the cold build, and the plugin is still told of it', () => {
    const app = project(`${bundler}-cache`)
    const cold = app.build(bundler, { options: ON, cache: 'cache' })
    const warm = app.build(bundler, { options: ON, cache: 'cache' })
    expect(codeOf(warm)).toBe(codeOf(cold))
    expect(codeOf(warm)).toContain(MARK)
    expect(warm.printed).not.toContain('none of the modules')
    expect(warm.printed).not.toContain('no module')
    expect(warm.run()).toBe('7\n')
  })

  test('other options, other output', () => {
    const app = project(`${bundler}-cache-options`)
    app.build(bundler, { options: ON, cache: 'cache' })
    const narrow = app.build(bundler, { options: NARROW, cache: 'cache' })
    expect(codeOf(narrow)).toBe(codeOf(app.build(bundler, { options: NARROW })))
  })

  test('switched off after it was on: byte for byte the build without the plugin', () => {
    const app = project(`${bundler}-cache-off`)
    app.build(bundler, { options: ON, cache: 'cache' })
    const off = app.build(bundler, { cache: 'cache' })
    expect(off.files).toEqual(project(`${bundler}-cache-off`).build(bundler, { bare: true }).files)
  })
})
