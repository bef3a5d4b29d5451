import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { spoor as recorder } from '@spoor/runtime'
import spoor from 'spoor/vite'
import type { RunnableDevEnvironment, ViteDevServer } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { fixture, mapped, placeOf, sitesIn, SOURCES } from './dev-fixture.ts'
import { framesOf } from './frames.mjs'

type Vite = typeof import('vite')
type Load = (file: string) => Promise<Record<string, (name: string) => Promise<unknown>>>

// To the plugin this is a dev server, and not one of Vitest's.
beforeAll(() => void vi.stubEnv('VITEST', undefined))
afterAll(() => void vi.unstubAllEnvs())

describe.each(['vite', 'vite7'])('%s', (name) => {
  const app = fixture(`dev-${name}`)
  const plain = SOURCES['src/plain.js']
  let vite: Vite
  let server: ViteDevServer

  beforeAll(async () => {
    vite = (await import(name)) as Vite
    server = await vite.createServer({
      root: app.root,
      configFile: false,
      logLevel: 'silent',
      plugins: [spoor({ console: false })],
      server: { middlewareMode: true, ws: false, watch: null },
      optimizeDeps: { noDiscovery: true },
    })
  })
  afterAll(() => server.close())

  const transformed = async (environment: 'client' | 'ssr', file: string): Promise<{ code: string; map: unknown }> => {
    const result = await server.environments[environment]?.transformRequest(`/${file}`)
    if (!result) throw new Error(`${file} was not transformed`)
    return result
  }

  describe.each(['client', 'ssr'] as const)('%s', (environment) => {
    test.each([
      ['src/plain.js', ['shelf.put(piece)', 'shelf.pieces.length', 'shelf.take(', 'null']],
      ['src/shelf.ts', ['this.pieces.push', 'RangeError', 'this.pieces.indexOf', 'this.pieces.splice']],
      ['src/view.tsx', ['shelf.pieces.map', 'piece.toUpperCase', 'items.join']],
    ] as const)('%s: the map gives the author’s line and column', async (file, tokens) => {
      const { code, map } = await transformed(environment, file)
      expect(Object.keys(sitesIn(code)).length).toBeGreaterThan(0)
      const places = tokens.map((token) => [token, mapped(code, map, token)])
      expect(places).toEqual(tokens.map((token) => [token, placeOf(SOURCES[file], token)]))
    })
  })

  // What goes to the server's own environment is written anew, a line for each import and export in front.
  test('in the client, a file that no compiler touches: its lines are the author’s without any map', async () => {
    const { code } = await transformed('client', 'src/plain.js')
    for (const token of ["['lamp', 'rope']", 'shelf.put(piece)', 'shelf.pieces.length', 'await', '/* here */']) {
      const [before] = code.split(token)
      expect([token, before?.split('\n').length]).toEqual([token, placeOf(plain, token).line])
    }
  })

  test('the same functions in client and server, at the author’s places', async () => {
    for (const file of ['src/plain.js', 'src/shelf.ts', 'src/view.tsx']) {
      const [client, ssr] = [await transformed('client', file), await transformed('ssr', file)]
      expect(sitesIn(client.code)).toEqual(sitesIn(ssr.code))
    }
    expect(sitesIn((await transformed('client', 'src/shelf.ts')).code)).toEqual({
      'src/shelf.ts#Shelf.constructor': '9:3',
      'src/shelf.ts#Shelf.put': '11:3',
      'src/shelf.ts#Shelf.take': '15:3',
    })
  })

  const runner: Load = (file) => (server.environments.ssr as RunnableDevEnvironment).runner.import(file)
  const legacy: Load = (file) => server.ssrLoadModule(file) as ReturnType<Load>

  test.each([
    ['runner.import', runner],
    ['ssrLoadModule', legacy],
  ])('%s: an error’s stack has the author’s lines and columns', async (_, load) => {
    recorder.clear()
    const { failing } = await load('/src/plain.js')
    const error = (await failing?.('top').catch((error: unknown) => error)) as Error
    server.ssrFixStacktrace(error)
    const frames = framesOf(error.stack ?? '').map(({ file, line, column }) => [file, line, column])
    const shelf = SOURCES['src/shelf.ts']
    const thrown = placeOf(shelf, 'new RangeError')
    const called = placeOf(plain, 'take(')
    expect(frames.slice(0, 2)).toEqual([
      [join(app.root, 'src/shelf.ts'), thrown.line, thrown.column],
      [join(app.root, 'src/plain.js'), called.line, called.column],
    ])
    const calls = recorder.events().flatMap((event) => (event.type === 'call' ? `${event.site.name} ${event.outcome}` : []))
    expect(calls).toEqual([
      'failing threw',
      'stock returned',
      'Shelf.constructor returned',
      'Shelf.put returned',
      'Shelf.put returned',
      'Shelf.take threw',
    ])
  })

  test('an edit: functions keep their ids, and their places follow', async () => {
    const before = sitesIn((await transformed('ssr', 'src/plain.js')).code)
    const known = recorder.sites().length
    const path = app.write('src/plain.js', `// one line\n// and another\n${plain}`)
    server.watcher.emit('change', path)
    const stock = (): unknown => recorder.sites().find(({ id }) => id === 'src/plain.js#stock')?.line
    // Who asks for the code first leaves the module that was loaded as it is: Vite takes it for the latest then.
    await vi.waitFor(async () => {
      await legacy('/src/plain.js')
      expect(stock()).toBe(placeOf(plain, 'function stock').line + 2)
    }, 30_000)
    const after = sitesIn((await transformed('ssr', 'src/plain.js')).code)
    const moved = Object.entries(before).map(([id, place]) => [id, place.replace(/^\d+/, (line) => String(Number(line) + 2))])
    expect(after).toEqual(Object.fromEntries(moved))
    expect(recorder.sites()).toHaveLength(known)
  })

  test('a worker that is built: its own map gives the author’s line and column', async () => {
    const outDir = join(app.root, 'dist')
    await vite.build({
      root: app.root,
      configFile: false,
      logLevel: 'silent',
      plugins: [spoor({ enabled: true, console: false })],
      worker: { format: 'es' },
      build: { outDir, sourcemap: true, rollupOptions: { input: join(app.root, 'src/main.js') } },
    })
    const files = readdirSync(join(outDir, 'assets')).map((file) => join(outDir, 'assets', file))
    const worker = files.find((file) => /worker-[^/]*\.js$/.test(file)) as string
    const [code, map] = [readFileSync(worker, 'utf8'), readFileSync(`${worker}.map`, 'utf8')]
    expect(sitesIn(code.replaceAll('`', '"'))).toHaveProperty(['src/worker.ts#compute'], '3:1')
    expect(mapped(code, map, 'RangeError')).toEqual(placeOf(SOURCES['src/worker.ts'], 'RangeError'))
  })
})
