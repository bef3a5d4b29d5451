import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { packages, ROOT, type Manifest } from './files.ts'

// What users get: the packages as they are packed, in a project of npm's outside of the workspace.

const folder = mkdtempSync(join(tmpdir(), 'spoor-packed-'))
const project = join(folder, 'project')
const installed = (name: string): string => join(project, 'node_modules', name)
const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(join(installed(name), 'package.json'), 'utf8'))
const open = packages().filter(({ manifest }) => !manifest.private)

let tarballs: Record<string, string>

const BABEL = ['@babel/code-frame', '@babel/core', '@babel/parser', '@babel/types']

const RECORDED = { total: 7, calls: expect.arrayContaining(['Cart.put', 'Cart.total', 'check']) }

const FILES = {
  'src/main.ts': `
    import { spoor } from 'spoor/runtime'
    import { Cart } from './cart.ts'

    const cart: Cart = new Cart()
    cart.put(3)
    cart.put(4)
    console.log(JSON.stringify({ total: cart.total(), calls: spoor.events().map((event) => 'site' in event && event.site.name) }))
  `,
  'src/cart.ts': `
    export class Cart {
      prices: number[] = []

      put(price: number): number {
        return this.prices.push(check(price))
      }

      total(): number {
        return this.prices.reduce((sum, price) => sum + price, 0)
      }
    }

    function check(price: number): number {
      if (!Number.isFinite(price)) throw new TypeError('no price')
      return price
    }
  `,
  'vite.config.ts': `
    import spoor from 'spoor/vite'
    import { defineConfig } from 'vite'

    export default defineConfig({
      plugins: [spoor()],
    })
  `,
  'dev.mjs': `
    import { createServer } from 'vite'

    const server = await createServer({ server: { middlewareMode: true }, appType: 'custom', logLevel: 'error' })
    const { code } = await server.transformRequest('/src/cart.ts')
    await server.ssrLoadModule('/src/main.ts')
    console.log(code)
    await server.close()
  `,
  'rollup/index.js': `
    import { double } from './double.js'

    console.log(double(21))
  `,
  'rollup/double.js': `
    export function double(number) {
      const twice = Number(number) * 2
      return Math.trunc(twice)
    }
  `,
  'rollup.config.cjs': `
    const { default: spoor } = require('spoor/rollup')

    module.exports = {
      input: 'rollup/index.js',
      external: /^spoor\\//,
      output: { file: 'out/rollup.mjs' },
      plugins: [spoor({ include: ['rollup/**'] })],
    }
  `,
  'check/sum.js': `
    export const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
  `,
  'check/main.js': `
    import { sum } from './sum.js'

    console.log(sum([1, 2]) === 3 ? 'ok 1 - adds up' : 'not ok 1 - adds up')
  `,
  'types/runtime.ts': `
    import { spoor, type SpoorEvent } from 'spoor/runtime'

    export const events: readonly SpoorEvent[] = spoor.events()
    // @ts-expect-error a typed name
    spoor.marks('x')
  `,
  'types/doors.ts': `
    import { defineOptions } from 'spoor'
    import rollup from 'spoor/rollup'
    import vite from 'spoor/vite'
    import { transform } from '@spoor/transform'

    export const options = defineOptions({ include: ['src/**'] })
    export const plugins = [vite(options), rollup(options)]
    export const code: string | undefined = transform('function f() {}', 'f.js')?.code
    // @ts-expect-error a typed option
    vite({ includes: [] })
  `,
}

beforeAll(() => {
  tarballs = pack()
  for (const [path, text] of Object.entries(FILES)) write(path, text.replaceAll(/^ {4}/gm, '').trimStart())
  install()
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.each(open.map(({ manifest }) => manifest.name))('%s as packed', (name) => {
  const published = (): Manifest => manifestOf(name)

  test('asks for nothing that only the workspace has', () => {
    const { dependencies, peerDependencies } = published()
    expect(
      Object.entries({ ...dependencies, ...peerDependencies }).filter(([dep, range]) => dep === '@spoor/shared' || /^\w+:/.test(range)),
    ).toEqual([])
  })

  test('imports only what it asks for, in code and in types', () => {
    const { dependencies, peerDependencies } = published()
    const known = Object.keys({ ...dependencies, ...peerDependencies, [name]: '' })
    const strangers = importsOf(join(installed(name), 'dist')).filter(
      (from) => !known.some((one) => from === one || from.startsWith(`${one}/`)),
    )
    expect(strangers).toEqual([])
  })

  test('holds its code and nothing else', () => {
    const top = readdirSync(installed(name)).filter((file) => !/^(package\.json|README\.md|LICENSE|dist|node_modules)$/.test(file))
    expect(top).toEqual([])
  })
})

describe('a project of npm', () => {
  test('builds with Vite and records where SPOOR says so', () => {
    expect(buildAndRun('out/on', { SPOOR: '1' })).toEqual(RECORDED)
  })

  test('builds with Vite for production without a trace', () => {
    expect(buildAndRun('out/off')).toEqual({ total: 7, calls: [] })
    expect(readFileSync(join(project, 'out/off/main.js'), 'utf8')).not.toContain('spoor/probes')
  })

  test("gets probes from Vite's dev server", () => {
    const printed = run('node', ['dev.mjs'])
    const result = JSON.parse(/^\{"total".*$/m.exec(printed)?.[0] ?? '{}')
    expect(result).toEqual(RECORDED)
    expect(printed).toMatch(/import .*spoor/)
  })

  test('builds with Rollup from a CommonJS config', () => {
    run('rollup', ['--config', 'rollup.config.cjs', '--silent'], { SPOOR: '1' })
    expect(readFileSync(join(project, 'out/rollup.mjs'), 'utf8')).toMatch(/import .*spoor/)
    expect(run('node', ['out/rollup.mjs'])).toBe('42\n')
  })

  test('runs its tests bare and instrumented with the command', () => {
    const [state] = JSON.parse(run('spoor', ['check', '--json', '--probes', 'on', '--', 'node', 'check/main.js'])).states
    expect(state).toMatchObject({ tests: { total: 1, passed: 1 }, functions: 2, flips: [] })
  })

  test.each(['bundler', 'nodenext'])('finds the types with moduleResolution %s', (moduleResolution) => {
    const module = moduleResolution === 'bundler' ? 'esnext' : 'nodenext'
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', module, '--moduleResolution', moduleResolution]
    run('tsc', [...options, '--lib', 'es2023', 'types/runtime.ts'])
    run('tsc', [...options, '--skipLibCheck', '--types', 'node', 'types/doors.ts'])
  })

  // npm takes the newest Babel that says it runs on this Node; Babel 8 asks for Node 22.
  test.each(['^7.29.0', '^8.0.0'])('builds and records with Babel %s', (range) => {
    const { dependencies } = manifestOf('@spoor/transform')
    expect(dependencies?.['@babel/core']?.split(' || ')).toContain(range)
    install(Object.fromEntries(BABEL.map((name) => [name, range])))
    const { version } = manifestOf('@babel/parser')
    expect(version?.split('.')[0]).toBe(range[1])
    expect(buildAndRun('out/babel', { SPOOR: '1' })).toEqual(RECORDED)
  })
})

/** Packs every package that is published: its name -> its tarball. */
function pack(): Record<string, string> {
  const rows = open.map(({ folder: from, manifest: { name, version } }) => {
    run('npx', ['-y', 'pnpm@10.34.9', 'pack', '--pack-destination', folder], {}, join(ROOT, from))
    const tarball = join(folder, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`)
    return [name, `file:${tarball}`]
  })
  return Object.fromEntries(rows)
}

/** Installs the tarballs and the tools that the project uses; `overrides` forces versions of what they depend on. */
function install(overrides: Record<string, string> = {}): void {
  const { spoor, ...others } = tarballs
  const tools = Object.fromEntries(['vite', 'rollup', 'typescript', '@types/node'].map((name) => [name, versionHere(name)]))
  const manifest = {
    private: true,
    type: 'module',
    devDependencies: { spoor, ...others, ...tools },
    overrides: { ...others, ...overrides },
  }
  write('package.json', JSON.stringify(manifest, undefined, 2))
  rmSync(join(project, 'package-lock.json'), { force: true })
  rmSync(join(project, 'node_modules'), { recursive: true, force: true })
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', '--fetch-retries=5'])
}

function buildAndRun(outDir: string, env: NodeJS.ProcessEnv = {}): unknown {
  run('vite', ['build', '--ssr', 'src/main.ts', '--outDir', outDir], env)
  return JSON.parse(run('node', [`${outDir}/main.js`]))
}

function versionHere(name: string): string {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string }
  return version
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}

/** Runs a command in the project, without what this test run adds to the environment. */
function run(command: string, args: string[], more: NodeJS.ProcessEnv = {}, cwd = project): string {
  const { VITEST, NODE_ENV, NODE_OPTIONS, SPOOR, TEST, ...env } = process.env
  const local = join(project, 'node_modules/.bin', command)
  const { status, stdout, stderr } = spawnSync(existsSync(local) ? local : command, args, {
    cwd,
    env: { ...env, ...more },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stdout}${stderr}`)
  return stdout
}

/** What the files of a package import, apart from each other and from Node. */
function importsOf(dist: string): string[] {
  if (!existsSync(dist)) throw new Error(`${dist} is not there: build first`)
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((file) => /\.([cm]?js|d\.[cm]?ts)$/.test(file))
  const names = files.flatMap((file) => ts.preProcessFile(readFileSync(join(dist, file), 'utf8'), true, true).importedFiles)
  return [...new Set(names.map(({ fileName }) => fileName))].filter((from) => !/^(\.|node:)/.test(from))
}
