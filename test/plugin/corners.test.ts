import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MARK } from '@spoor/shared'
import { codeOf, PROGRAM, project } from './fixture.ts'

const ON = { enabled: true }

describe.each(['webpack', 'rspack'] as const)('%s', (bundler) => {
  test('a child compiler: its modules are traced and counted, those of libraries are not', () => {
    const app = project(`${bundler}-child`, {
      ...PROGRAM,
      'src/child.js':
        "import { twice } from '../node_modules/lib/index.js'\nexport function inChild(a) {\n  return twice(a)\n}\nconsole.log(inChild(2))\n",
      'node_modules/lib/index.js': 'export function twice(a) {\n  return Number(a) * 2\n}\n',
    })
    const built = app.build(bundler, { options: ON, extra: 'child' })
    expect(built.status).toBe(0)
    expect(built.files['child.js']).toContain('src/child.js')
    expect(built.files['child.js']).not.toContain('lib/index.js')
    expect(built.printed).toMatch(/in 3 files traced/)
  })

  test('a configuration in CommonJS', () => {
    const app = project(`${bundler}-cjs`)
    const module = bundler === 'webpack' ? "require('webpack')" : "require('@rspack/core').rspack"
    app.write({
      'build.cjs': `const spoor = require('spoor/${bundler}').default
${module}({ mode: 'production', context: __dirname, entry: './src/index.js', plugins: [spoor({ enabled: true })] }, (error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString())
})`,
    })
    const { stderr, stdout, status } = spawnSync(process.execPath, ['build.cjs'], { cwd: app.root, encoding: 'utf8' })
    expect(stderr + stdout).toMatch(/functions in 2 files traced/)
    expect(status).toBe(0)
  })
})

describe('esbuild', () => {
  test('the project’s own loader for an extension holds for instrumented files', () => {
    const app = project('esbuild-jsx', {
      ...PROGRAM,
      'src/index.js': 'const h = (tag) => tag\nfunction view(n) {\n  const node = <b>{n}</b>\n  return node\n}\nconsole.log(view(1))\n',
    })
    const built = app.build('esbuild', { options: ON, extra: 'jsx-in-js' })
    expect(built.printed).not.toContain('ERROR')
    expect(codeOf(built)).toContain(MARK)
    expect(built.run()).toBe('b\n')
  })

  test('types and JSX by extension', () => {
    const app = project('esbuild-types', {
      ...PROGRAM,
      'src/index.js': "import { twice } from './twice.ts'\nimport { view } from './view.tsx'\nconsole.log(twice(2), view(1))\n",
      'src/twice.ts': 'export function twice(a: number): number {\n  const b = <number>a\n  return b * 2\n}\n',
      'src/view.tsx':
        'const React = { createElement: (tag: string): string => tag }\nexport function view(n: number): string {\n  const node = <b>{n}</b>\n  return String(node)\n}\n',
    })
    const built = app.build('esbuild', { options: ON })
    expect(built.printed).not.toContain('ERROR')
    expect(built.run()).toBe('4 b\n')
  })

  test('a plugin that loads the files first: said, for nothing else would show it', () => {
    const app = project('esbuild-late')
    writeFileSync(
      join(app.root, 'build.mjs'),
      `import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import spoor from 'spoor/esbuild'
const first = { name: 'first', setup: (b) => b.onLoad({ filter: /\\.js$/ }, ({ path }) => ({ contents: readFileSync(path, 'utf8'), loader: 'js' })) }
await build({ entryPoints: ['src/index.js'], bundle: true, write: false, plugins: [first, spoor({ enabled: true })] })`,
    )
    const { stderr } = spawnSync(process.execPath, ['build.mjs'], { cwd: app.root, encoding: 'utf8' })
    expect(stderr).toContain('no module at all')
    expect(stderr).toContain('put spoor before it')
  })
})

describe('a file in a folder from which spoor cannot be resolved', () => {
  test.each(['vite', 'webpack', 'rspack', 'rollup', 'rolldown', 'esbuild', 'farm'] as const)('%s takes our own copy', (bundler) => {
    const app = project(`${bundler}-linked`)
    // No folder above the system's temporary one holds spoor.
    const away = mkdtempSync(join(tmpdir(), 'spoor-'))
    writeFileSync(join(away, 'add.js'), PROGRAM['src/add.js'])
    writeFileSync(join(away, 'package.json'), '{ "type": "module" }')
    app.write({ 'src/index.js': `import { add } from ${JSON.stringify(join(away, 'add.js'))}\nconsole.log(add(3, 4))\n` })
    const built = app.build(bundler, { options: { enabled: true, include: '**' } })
    expect(built.status).toBe(0)
    expect(codeOf(built)).toContain(MARK)
    expect(built.run()).toBe('7\n')
  })
})
