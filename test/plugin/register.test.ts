import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

// A folder from which `spoor` cannot be resolved: the door brings its own copy of the runtime.
const root = realpathSync(mkdtempSync(join(tmpdir(), 'spoor door ')))
const require = createRequire(import.meta.url)
const door = require.resolve('spoor/register')

afterAll(() => rmSync(root, { recursive: true, force: true }))

const write = (files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

type How = 'bare' | '--require' | '--import'

/** Runs a file of the fixture, with the door in `NODE_OPTIONS` or without. */
function run(file: string, how: How, env: NodeJS.ProcessEnv = {}, args: string[] = []) {
  const { VITEST, NODE_ENV, NODE_OPTIONS, SPOOR, TEST, ...rest } = process.env
  const options = how === 'bare' ? {} : { NODE_OPTIONS: `${how}="${door.replaceAll(' ', '\\ ')}"` }
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, file], {
    cwd: root,
    env: { ...rest, ...options, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** Prints to the error stream which functions are known, and how many calls were recorded; without a function of its own. */
const REPORT = `
  const { state } = globalThis[Symbol.for('spoor.runtime/1')] ?? {}
  const report = { sites: state && [], calls: 0 }
  for (const site of state?.sites ?? []) if (site) report.sites.push(site.id)
  for (const event of state?.ring ?? []) if (event) report.calls++
  process.stderr.write(JSON.stringify(report) + '\\n')
`

interface Report {
  sites: string[] | undefined
  calls: number
}

const reportIn = (stderr: string): Report => sorted(JSON.parse(/^\{.*\}$/m.exec(stderr)?.[0] ?? '{"calls":-1}') as Report)

const sorted = ({ sites, calls }: Report): Report => ({ sites: sites?.sort(), calls })

const say = (what: string): string => `console.log(JSON.stringify(${what}))\n`

write({
  'src/main.cjs': `
    const { add } = require('./add.cjs')
    function main() {
      const cache = Object.keys(require.cache).map((path) => path.split(/[\\\\/]/).pop())
      const children = module.children.map(({ filename }) => filename.split(/[\\\\/]/).pop())
      console.log(add(1, 2), require('./data.json').five, require.main === module, module.parent, children, cache)
      console.log(process.argv.length, process.execArgv.length, process.listenerCount('exit'), new Error('x').stack)
    }
    main()
    process.nextTick(() => console.log('tick'))
    Promise.resolve().then(() => console.log('microtask'))
    setImmediate(() => import('./twice.mjs').then(({ twice, keys }) => { console.log(twice(4), keys); ${REPORT}; process.exitCode = 7 }))
  `,
  'src/add.cjs': 'exports.add = function add(a, b) {\n  const first = a\n  return first + b\n}\n',
  'src/data.json': '{ "five": 5 }',
  'src/twice.mjs': `
    import adder, { add } from './add.cjs'
    import { five } from './five.mjs'
    import { readFileSync } from 'node:fs'
    export function twice(number) { return add(number, number) + five() - five() }
    export const keys = [Object.keys(import.meta), typeof readFileSync, adder.add === add]
  `,
  'src/five.mjs': 'export function five() { return Math.max(5, 1) }\n',
  'src/main.mjs': `
    import { twice, keys } from './twice.mjs'
    import Module, { createRequire } from 'node:module'
    console.log(twice(3), keys, createRequire(import.meta.url)('./add.cjs').add(1, 1))
    process.nextTick(console.log, 'tick')
    queueMicrotask(console.log.bind(console, 'microtask'))
    ${REPORT}
  `,
  'other/outside.cjs': `function outside() { return [1].map(String) }\n${say('outside()')}${REPORT}`,
})

const FUNCTIONS = ['src/add.cjs#add', 'src/five.mjs#five', 'src/twice.mjs#twice']

describe('a program runs as it does without the door, and what it loads is traced', () => {
  test('CommonJS, with --require', () => {
    const bare = run('src/main.cjs', 'bare')
    const traced = run('src/main.cjs', '--require')
    expect(bare).toMatchObject({ status: 7, stdout: expect.stringContaining('tick\nmicrotask\n') })
    expect(ofTheProgram(traced.stdout)).toBe(ofTheProgram(bare.stdout))
    expect(traced.status).toBe(7)
    if (oneHook) expect(traced.stdout).toBe(bare.stdout)
    expect(reportIn(traced.stderr).sites).toEqual(expect.arrayContaining([...FUNCTIONS, 'src/main.cjs#main']))
    expect(reportIn(traced.stderr).calls).toBeGreaterThan(4)
    expect(traced.stderr.trim().split('\n')).toHaveLength(1)
  })

  test('CommonJS, with --import, which makes Node import the main file', () => {
    const alone = run('src/main.cjs', 'bare', { NODE_OPTIONS: '--import=data:text/javascript,' })
    const traced = run('src/main.cjs', '--import')
    expect(ofTheProgram(traced.stdout)).toBe(ofTheProgram(alone.stdout))
    expect(reportIn(traced.stderr).sites).toEqual(expect.arrayContaining(FUNCTIONS))
  })

  test.each(['--require', '--import'] as const)('an ES module, with %s', (how) => {
    const bare = run('src/main.mjs', 'bare')
    const traced = run('src/main.mjs', how)
    expect(bare.stdout).toContain('6')
    expect({ ...traced, stderr: '' }).toEqual({ ...bare, stderr: '' })
    expect(reportIn(traced.stderr).sites).toEqual(FUNCTIONS)
    expect(reportIn(traced.stderr).calls).toBeGreaterThan(2)
  })

  test('workers and child processes', () => {
    write({
      'src/parent.cjs': `
        const { fork } = require('node:child_process')
        const { Worker } = require('node:worker_threads')
        new Worker(__dirname + '/leaf.mjs').on('exit', () => fork(__dirname + '/leaf.cjs'))
      `,
      'src/leaf.mjs': `import { five } from './five.mjs'\n${say("['worker', five()]")}${REPORT}`,
      'src/leaf.cjs': `const { add } = require('./add.cjs')\n${say("['child', add(1, 1)]")}${REPORT}process.exit(4)`,
    })
    const traced = run('src/parent.cjs', '--require')
    expect({ ...traced, stderr: '' }).toEqual({ ...run('src/parent.cjs', 'bare'), stderr: '' })
    expect(traced.stdout).toBe('["worker",5]\n["child",2]\n')
    const [worker, child] = traced.stderr.trim().split('\n').map(reportIn)
    expect(worker).toEqual({ sites: ['src/five.mjs#five'], calls: 1 })
    expect(child).toEqual({ sites: ['src/add.cjs#add'], calls: 1 })
  })

  test('CommonJS and ES modules that load each other', () => {
    write({
      'src/mixed.cjs': `const { five } = require('./five.mjs')\nfunction up() { return five() + 1 }\n${say("[up(), require('./five.mjs') === require('./five.mjs')]")}${REPORT}`,
    })
    const traced = run('src/mixed.cjs', '--require')
    expect(traced.stdout).toBe(run('src/mixed.cjs', 'bare').stdout)
    expect(reportIn(traced.stderr).sites).toEqual(['src/five.mjs#five', 'src/mixed.cjs#up'])
  })
})

/** From Node 22.15 on nothing of the door is on the stack. */
const oneHook = 'registerHooks' in Module

/** Without frames of Node and, up to Node 20, of ours: files that `require` loads pass through two functions of the door there. */
const ofTheProgram = (stdout: string): string => stdout.replaceAll(/^    at (?!.*[\\/]src[\\/]main\.).*\n/gm, '')

describe('SPOOR and SPOOR_OPTIONS say what is traced', () => {
  const sites = (env: NodeJS.ProcessEnv, file = 'src/main.mjs'): string[] | undefined => reportIn(run(file, '--require', env).stderr).sites

  test.each([
    ['selectors', { SPOOR: 'src/add.cjs,**#five' }, ['src/add.cjs#add', 'src/five.mjs#five']],
    ['nothing', { SPOOR: 'off' }, undefined],
    ['production', { NODE_ENV: 'production' }, undefined],
    ['production, asked for', { NODE_ENV: 'production', SPOOR: '1' }, FUNCTIONS],
    ['options', { SPOOR_OPTIONS: '{"include":["src/t*.mjs"]}' }, ['src/twice.mjs#twice']],
    ['options that exclude', { SPOOR_OPTIONS: '{"exclude":"**/*.cjs"}' }, ['src/five.mjs#five', 'src/twice.mjs#twice']],
  ])('%s', (_, env, expected) => {
    expect(sites(env)).toEqual(expected)
  })

  test('idle: probes are in and record nothing', () => {
    expect(reportIn(run('src/main.mjs', '--require', { SPOOR: 'idle' }).stderr)).toEqual({ sites: FUNCTIONS, calls: 0 })
  })

  test('files outside of src are left alone, unless named', () => {
    expect(sites({}, 'other/outside.cjs')).toEqual([])
    expect(sites({ SPOOR: 'other/**' }, 'other/outside.cjs')).toEqual(['other/outside.cjs#outside'])
  })

  test.each([
    ['no JSON', '{include}', '`SPOOR_OPTIONS` cannot be read'],
    ['an unknown option', '{"includes":[]}', 'Did you mean `include`?'],
  ])('%s is refused before the program begins', (_, SPOOR_OPTIONS, what) => {
    const { status, stdout, stderr } = run('src/main.mjs', '--require', { SPOOR_OPTIONS })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(what)
    // What happened and what to do, and nothing of ours behind it.
    expect(stderr.trim().split('\n')).toHaveLength(2)
  })

  test('the console tree, where it is asked for', () => {
    const { stdout } = run('src/main.mjs', '--import', { SPOOR_OPTIONS: '{"console":true}' })
    expect(stdout).toMatch(/twice\(number: 3\) → 6/)
  })
})

describe('files of other kinds', () => {
  test('what does not parse is left as it is, and says so once', () => {
    write({
      'src/broken.mjs': 'export function broken( {\n',
      'src/tries.mjs': `for (const at of [1, 2]) await import('./broken.mjs?' + at).catch((error) => console.log(error.name))\n`,
    })
    const bare = run('src/tries.mjs', 'bare')
    const traced = run('src/tries.mjs', '--require')
    expect(traced.stdout).toBe(bare.stdout)
    expect(traced.stdout).toBe('SyntaxError\nSyntaxError\n')
    expect(traced.stderr.match(/spoor: src\/broken\.mjs:2:1 cannot be parsed/g)).toHaveLength(1)
  })

  test('JSON, WebAssembly and built-in modules', () => {
    const wasm = 'AGFzbQEAAAABBQFgAAF/AwIBAAcFAQFmAAAKBgEEAEEqCw=='
    write({
      'src/others.cjs': `
        function run() { return [require('./data.json'), require('node:path').sep.length, require('./data.json') === require('./data.json')] }
        ${say('run()')}
        WebAssembly.instantiate(Buffer.from('${wasm}', 'base64')).then(({ instance }) => console.log(instance.exports.f()))
      `,
    })
    const traced = run('src/others.cjs', '--require')
    expect(traced).toEqual(run('src/others.cjs', 'bare'))
    expect(traced.stdout).toBe('[{"five":5},1,true]\n42\n')
  })

  test('a hook of the program that compiles files compiles what we made of the source', () => {
    write({
      'src/hooked.cjs': `
        const load = require.extensions['.js']
        require.extensions['.js'] = (module, filename) => {
          const compile = module._compile
          module._compile = (code, file) => { module._compile = compile; compile.call(module, code.replace('QUESTION', '42'), file) }
          load(module, filename)
        }
        ${say("require('./question.js')()")}${REPORT}
      `,
      'src/question.js': 'module.exports = function answer() { return Number(QUESTION) }\n',
    })
    const traced = run('src/hooked.cjs', '--require')
    expect(traced.stdout).toBe('42\n')
    expect(reportIn(traced.stderr).sites).toContain('src/question.js#answer')
  })

  const TYPED = {
    'src/typed.ts': `
      import type { Named } from './names.ts'
      import { shout } from './shout.cts'
      export class Person implements Named {
        constructor(public_: Named) { this.name = public_.name }
        name: string
        greet(): string { return shout(this.name as string) }
      }
      ${say("new Person({ name: 'Ada' }).greet()")}${REPORT}
    `,
    'src/names.ts': 'export interface Named { name: string }\n',
    'src/shout.cts': 'function shout(text: string): string { return text.toUpperCase() }\nmodule.exports = { shout }\n',
  }
  const TYPED_FUNCTIONS = ['src/shout.cts#shout', 'src/typed.ts#Person.constructor', 'src/typed.ts#Person.greet']

  // Node strips types by itself from 22.18 on; before that it says that it does not know such files.
  const strips = Boolean((process.features as { typescript?: unknown }).typescript)

  test.each(['--require', '--import'] as const)('TypeScript that Node strips, or does not know, with %s', (how) => {
    write(TYPED)
    const [bare, traced] = [run('src/typed.ts', 'bare'), run('src/typed.ts', how)]
    expect({ ...traced, stderr: '' }).toEqual({ ...bare, stderr: '' })
    expect(traced.stdout).toBe(strips ? '"ADA"\n' : '')
    if (strips) return expect(reportIn(traced.stderr).sites).toEqual(TYPED_FUNCTIONS)
    const refusal = /^TypeError \[ERR_UNKNOWN_FILE_EXTENSION\]: .*$/m
    expect(refusal.exec(traced.stderr)?.[0]).toBe(refusal.exec(bare.stderr)?.[0] ?? 'an error of its own')
  })

  test('TypeScript behind a loader that comes first, in any Node', () => {
    const esbuild = JSON.stringify(pathToFileURL(require.resolve('esbuild')).href)
    write({
      ...TYPED,
      'loader.mjs': "import { register } from 'node:module'\nregister('./hooks.mjs', import.meta.url)\n",
      'hooks.mjs': `
        import { readFileSync } from 'node:fs'
        import { fileURLToPath } from 'node:url'
        import { transformSync } from ${esbuild}
        const compile = (url) => transformSync(readFileSync(fileURLToPath(url), 'utf8'), { loader: 'ts', sourcemap: 'inline', sourcefile: fileURLToPath(url) }).code
        export const load = (url, context, next) => url.endsWith('.ts') ? { format: 'module', shortCircuit: true, source: compile(url) } : next(url, context)
      `,
      'src/typed.ts': TYPED['src/typed.ts'].replace(/.*shout.cts.*\n/, '').replace('shout(', 'String('),
    })
    const loader = `--import=${pathToFileURL(join(root, 'loader.mjs')).href}`
    const bare = run('src/typed.ts', 'bare', { NODE_OPTIONS: loader })
    const traced = run('src/typed.ts', 'bare', { NODE_OPTIONS: `${loader} --import=${pathToFileURL(door).href}` })
    expect({ ...traced, stderr: '' }).toEqual({ ...bare, stderr: '' })
    expect(traced.stdout).toBe('"Ada"\n')
    expect(reportIn(traced.stderr).sites).toEqual(TYPED_FUNCTIONS.slice(1))
  })
})

describe('places in stack traces', () => {
  const STACK = `new Error('here').stack.split('\\n').slice(0, 4).map((line) => line.replace(/\\(.*[\\\\/]/, ''))`
  const lines = (stdout: string): string[] => stdout.match(/[\w.]+:\d+(?=:)/g) ?? []

  write({
    'src/stack.mjs': `export function outer() { return [1].map(function inner() {\n  return ${STACK}\n})[0] }\nconsole.log(outer().join('\\n'))\n`,
    'src/stack.cjs': `function outer() { return [1].map(function inner() {\n  return ${STACK}\n})[0] }\nconsole.log(outer().join('\\n'))\n`,
  })

  test.each(['src/stack.mjs', 'src/stack.cjs'])('%s: lines without a map, columns too with --enable-source-maps', (file) => {
    const bare = run(file, 'bare')
    expect(lines(bare.stdout)[0]).toMatch(/:2$/)
    expect(lines(run(file, '--require').stdout)).toEqual(lines(bare.stdout))
    expect(run(file, '--require', {}, ['--enable-source-maps']).stdout).toBe(bare.stdout)
  })

  test('a map beside compiled code still leads to its source', () => {
    write({
      'dist/made.js': `"use strict";\nfunction made() { return ${STACK} }\nconsole.log(made().join('\\n'))\n//# sourceMappingURL=maps/made.js.map\n`,
      'dist/maps/made.js.map': JSON.stringify({
        version: 3,
        sources: ['../../lib/author.ts'],
        names: [],
        // Line 2 of what was made is line 12 of what was written, line 3 line 13.
        mappings: ';AAWA,AAAA;AACA',
      }),
      'lib/author.ts': '\n'.repeat(20),
    })
    const env = { SPOOR: 'dist/**' }
    const bare = run('dist/made.js', 'bare', env, ['--enable-source-maps'])
    const traced = run('dist/made.js', '--require', env, ['--enable-source-maps'])
    expect(lines(bare.stdout)).toContain('author.ts:12')
    expect(lines(traced.stdout)).toEqual(lines(bare.stdout))
  })
})
