import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { BUNDLERS, project } from '../plugin/fixture.ts'
import type { Bundler, Project } from '../plugin/fixture.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Package -> how many calls its scripted use makes at the least. */
const LIBRARIES = { zod: 300, immer: 100, acorn: 1000 }

/** Every function of the packages, whatever the defaults leave out. */
const OPTIONS = {
  root: fileURLToPath(new URL('../../', import.meta.url)),
  include: ['**/node_modules/{zod,immer,acorn}/**'],
  exclude: [],
  enabled: true,
  console: false,
}

describe.each(BUNDLERS)('real packages, all their functions traced: %s', (bundler) => {
  // Farm by itself makes a program of zod that does not start.
  const names = Object.keys(LIBRARIES).filter((name) => bundler !== 'farm' || name !== 'zod')

  test('the same results, and calls of each', () => {
    const app = programOf(bundler, names)
    const bare = app.build(bundler, { bare: true, mode: 'development', out: 'bare' })
    const [result] = run(join(app.root, 'bare/index.js'))
    expect(result, bare.printed).toMatch(/^\[\["/)

    const traced = app.build(bundler, { options: OPTIONS, mode: 'development', out: 'traced' })
    expect(traced.printed).toMatch(/\d+ functions in \d+ files traced/)
    const [same, counts] = run(join(app.root, 'traced/index.js'))
    expect(same).toBe(result)
    const calls = JSON.parse(counts as string) as Record<string, number>
    expect(Object.keys(calls).sort()).toEqual([...names].sort())
    for (const name of names) expect(calls[name], name).toBeGreaterThan(LIBRARIES[name as keyof typeof LIBRARIES])
  })
})

/** Uses the packages one after the other, and prints one line of JSON. */
function programOf(bundler: Bundler, names: string[]): Project {
  const print = "console.log(JSON.stringify(log, (_, value) => (typeof value === 'bigint' ? String(value) : value)))\n"
  const uses = names.map((name) => [`src/${name}.mjs`, withPaths(readFileSync(join(here, 'use', `${name}.mjs`), 'utf8'))])
  return project(`libraries-${bundler}`, {
    'package.json': '{ "name": "libraries", "version": "1.0.0", "type": "module" }',
    'tsconfig.json': '{}',
    'src/index.js': `${names.map((name) => `import './${name}.mjs'\n`).join('')}import { log } from './log.mjs'\n${print}`,
    'src/log.mjs': readFileSync(join(here, 'use/log.mjs'), 'utf8'),
    ...Object.fromEntries(uses),
  })
}

/** Paths for names of packages: not every bundler looks into `node_modules` by itself. */
const withPaths = (text: string): string => text.replace(/(?<= from )'(\w+)'/g, (_, name: string) => JSON.stringify(pathOf(name)))

function pathOf(name: string): string {
  const path = fileURLToPath(import.meta.resolve(name))
  const module = path.replace(/\.js$/, '.mjs')
  return existsSync(module) ? module : path
}

/** The lines that a program prints: what it did, and how many calls were recorded. */
function run(file: string): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', join(here, 'count.mjs'), file], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  expect(stderr).toBe('')
  return stdout.trim().split('\n')
}
