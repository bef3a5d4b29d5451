import { describe, expect, test } from 'vitest'
import { broken } from './direction.ts'
import { packages, readIfThere, workspaceFiles } from './files.ts'

const rooms = new Map(packages().map(({ manifest, room }) => [manifest.name, room]))
const sources = workspaceFiles().filter((path) => /^packages\/[^/]+\/.*\.[cm]?[jt]sx?$/.test(path))

describe('imports between rooms', () => {
  test('all go in the direction of the design', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.flatMap((path) => broken(path, readIfThere(path), rooms))).toEqual([])
  })

  const known = new Map([
    ['spoor', 'plugin'],
    ['@spoor/shared', 'shared'],
    ['@spoor/transform', 'transform'],
    ['@spoor/runtime', 'runtime'],
    ['@spoor/trace', 'trace'],
    ['@spoor/viewer', 'viewer'],
    ['@spoor/cli', 'cli'],
  ])

  test.each([
    ['shared', '@spoor/runtime', 'knows nobody'],
    ['shared', 'node:path', 'no platform'],
    ['transform', '@spoor/runtime/probes', 'pure function'],
    ['transform', 'node:fs', 'no disk'],
    ['runtime', '@spoor/transform', 'build side'],
    ['runtime', '../../transform/src/index.ts', 'build side'],
    ['runtime', 'node:async_hooks', 'no platform'],
    ['trace', '@spoor/runtime', 'only the words in shared'],
    ['trace', 'node:fs', 'in files named for it'],
    ['trace', './read/node-file.ts', 'in files named for it'],
    ['viewer', '@spoor/cli', 'shows recordings'],
    ['otel', '@spoor/runtime', 'from recordings'],
    ['cli', 'spoor/vite', 'not inside a bundler'],
    ['plugin', '@spoor/runtime', 'hands the runtime on'],
    ['transform', '../../../test/support/chromium.ts', 'tests it'],
    ['transform', '@spoor/playground-shop', 'plays with it'],
  ])('a fault in %s is seen: %s', (room, specifier, why) => {
    const found = broken(`packages/${room}/src/planted.ts`, `import { x } from '${specifier}'`, known)
    expect(found).toEqual([expect.stringContaining(`packages/${room}/src/planted.ts imports '${specifier}': `)])
    expect(found[0]).toContain(why)
  })

  test.each([
    ['find', '../write/insert.ts', 'decides on the AST'],
    ['find', 'magic-string', 'never touches text'],
    ['write', '@babel/types', 'never sees the AST'],
    ['write', '../find/walk.ts', 'plain records'],
  ])('a fault inside the pass is seen: %s/ imports %s', (folder, specifier, why) => {
    const found = broken(`packages/transform/src/${folder}/planted.ts`, `import { x } from '${specifier}'`, known)
    expect(found).toEqual([expect.stringContaining(why)])
  })

  test.each([
    ['model/planted.ts', 'node:fs', 'no DOM and no platform'],
    ['model/ask/planted.ts', '../../page/main.tsx', 'neither the page'],
    ['model/planted.ts', 'preact', 'neither the page'],
    ['page/views/planted.tsx', 'node:path', 'in browsers'],
    ['page/planted.ts', '../serve/handler.ts', 'whoever serves it'],
    ['serve/planted.ts', '../page/engine.ts', 'runs nothing of it'],
  ])('a fault inside the viewer is seen: %s imports %s', (file, specifier, why) => {
    const found = broken(`packages/viewer/src/${file}`, `import { x } from '${specifier}'`, known)
    expect(found).toEqual([expect.stringContaining(why)])
  })

  test('a fault inside the command is seen: a reporter that knows it', () => {
    const found = broken('packages/cli/src/reporters/planted.ts', "import { run } from '../check/run.ts'", known)
    expect(found).toEqual([expect.stringContaining('in the process of the tests')])
  })

  test.each([
    "export * from '@spoor/runtime'",
    "import type { X } from '@spoor/runtime'",
    "const x = await import('@spoor/runtime')",
    "import '@spoor/runtime'",
    "import x = require('@spoor/runtime')",
    "type X = import('@spoor/runtime').X",
  ])('a fault is seen in whatever form: %s', (text) => {
    expect(broken('packages/transform/src/planted.ts', text, known)).toHaveLength(1)
  })

  test.each([
    ['packages/plugin/src/runtime.ts', '@spoor/runtime'],
    ['packages/plugin/src/on/planted.ts', '@spoor/transform'],
    ['packages/plugin/src/on/planted.ts', 'node:fs'],
    ['packages/transform/src/write/planted.ts', '../find/records.ts'],
    ['packages/trace/src/node.ts', 'node:fs'],
    ['packages/trace/src/node.ts', './read/node-file.ts'],
    ['packages/trace/src/read/node-file.ts', 'node:fs'],
    ['packages/transform/src/find/planted.ts', '@babel/types'],
    ['packages/transform/src/planted.ts', '@spoor/shared'],
  ])('%s may import %s', (path, specifier) => {
    expect(broken(path, `import { x } from '${specifier}'`, known)).toEqual([])
  })
})
