import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ChildProcess } from 'node:child_process'
import { beforeEach, describe, expect, test } from 'vitest'
import { Hub } from '../../packages/plugin/src/control-hub.ts'
import { isSameProject, Neighbours } from '../../packages/plugin/src/control-neighbours.ts'
import { recorded } from '../record/app.ts'
import { until } from '../web/live-fixture.ts'
import { Field, ready } from './processes.ts'
import { Watcher, watching } from './watcher.ts'

const ATTACH = new URL('../../packages/cli/dist/attach.js', import.meta.url).href

let field: Field
beforeEach(() => {
  field = new Field()
  return () => field.stop()
})

const watch = watching()

/** The program calls `work` with each. */
async function work(child: ChildProcess, ...ns: number[]): Promise<void> {
  const done = new Promise((resolve) => child.stdout?.once('data', resolve))
  child.stdin?.write(`${ns.join(' ')}\n`)
  await done
}

test('nothing listens unless it is asked to', async () => {
  for (const control of ['', '0', 'off'])
    expect(await field.start('once.js', control).ended).toMatchObject({ code: 0, stdout: '2\n', stderr: '' })
  expect(existsSync(field.folder)).toBe(false)
})

test('a program listens on a socket of its user alone, ends as it would, and leaves nothing behind', async () => {
  const { child, ended } = field.start('waits.js')
  const [one] = await field.listening()
  expect(one).toMatchObject({ pid: child.pid, thread: 0, title: 'node waits.js', root: field.root, version: 1 })
  expect(readdirSync(field.folder).sort()).toEqual([`${child.pid}-0.json`, `${child.pid}-0.sock`])
  const modes = ['', `${child.pid}-0.json`, `${child.pid}-0.sock`].map((name) => lstatSync(join(field.folder, name)).mode & 0o777)
  expect(modes).toEqual([0o700, 0o600, 0o700])
  const watcher = await watch(one!)
  child.stdin?.end()
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  await until(() => watcher.isClosed)
  expect(readdirSync(field.folder)).toEqual([])
  expect(watcher.read(watcher.programs[0]!.id).lines.at(-1)).toMatchObject({ t: 'end', reason: 'exit' })
})

test('what it held is seen, and what follows; it is steered from the next call on', async () => {
  const { child } = field.start('waits.js')
  await ready({ child })
  const watcher = await watch((await field.listening())[0]!)
  const { id, status } = await watcher.program()
  expect(status).toMatchObject({ on: 2, sites: 2 })
  await until(() => watcher.read(id).names.length === 10)
  const { hub } = watcher.line
  expect(await hub.change({ off: '**', on: 'src/work.js#price', max: 2 })).toMatchObject({ [id]: { status: { on: 1 } } })
  await work(child, 1, 2, 3)
  await until(() => watcher.read(id).names.length === 12)
  expect(watcher.read(id).names.slice(-2)).toEqual(['price', 'price'])
  expect(await hub.change({ programs: ['pages'], on: '**' })).toEqual({})
  expect(await hub.change({ programs: ['0123456789abcdef'], on: '**' })).toEqual({ '0123456789abcdef': { error: 'it is not connected' } })
})

test('a port of this machine, in place of the socket', async () => {
  const { child } = field.start('waits.js', '127.0.0.1:0')
  await ready({ child })
  const [one] = await field.listening()
  expect(one?.address).toMatch(/^127\.0\.0\.1:\d+$/)
  const watcher = await watch(one!)
  const { id } = await watcher.program()
  await until(() => watcher.read(id).names.length === 10)
  const others = await field.start('once.js', '0.0.0.0:0').ended
  expect(others).toMatchObject({ code: 0, stdout: '2\n' })
  expect(others.stderr).toContain('cannot be watched and steered: SPOOR_CONTROL: "0.0.0.0:0" is neither 1 nor a port of this machine')
})

test('threads are programs of their own', async () => {
  const more = new Field({
    'src/work.js': 'export const work = (n) => twice(n)\nfunction twice(n) { return n * 2 }',
    'main.js':
      "import { Worker } from 'node:worker_threads'\nimport { work } from './src/work.js'\nwork(1)\nnew Worker(new URL('./thread.js', import.meta.url))\nprocess.stdin.resume()",
    'thread.js':
      "import { parentPort } from 'node:worker_threads'\nimport { work } from './src/work.js'\nwork(2)\nwork(3)\nparentPort.on('message', () => {})",
  })
  const { child } = more.start('main.js')
  const all = await more.listening(2)
  // Before Node 22.15 a thread of Node's own comes first.
  expect(all.map(({ pid, thread }) => [pid, thread > 0])).toEqual([
    [child.pid, false],
    [child.pid, true],
  ])
  const watcher = await watch(all[1]!)
  const { id, platform, thread } = await watcher.program()
  expect([platform, thread]).toEqual(['worker', all[1]?.thread])
  await until(() => watcher.read(id).names.length === 4)
  expect(watcher.read(id).lines[0]).toMatchObject({ t: 'header', parentStream: expect.stringMatching(/^[\da-f]{16}$/) })
  more.stop()
})

test('a program without the door listens by an import, and shows what it loads from then on', async () => {
  const control = new URL('../../packages/plugin/dist/control.js', import.meta.url).href
  const more = new Field({
    'main.js': `import '${control}'\nimport { openControl } from '${control}'\nopenControl()\nprocess.stdin.resume()`,
  })
  const { child, ended } = more.start('main.js', '1', {}, [])
  const watcher = await watch((await more.listening())[0]!)
  expect(await watcher.program()).toMatchObject({ kind: 'processes', pid: child.pid, why: 'not-loaded' })
  child.stdin?.end()
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
  expect(readdirSync(more.folder)).toEqual([])
})

describe('what goes wrong is the program’s business as little as can be', () => {
  test('a folder that others can enter: one line, and the program runs', async () => {
    mkdirSync(field.folder, { mode: 0o755 })
    chmodSync(field.folder, 0o755)
    const { code, stderr, stdout } = await field.start('once.js').ended
    expect([code, stdout]).toEqual([0, '2\n'])
    expect(stderr).toMatch(/^spoor: this program cannot be watched and steered: .* can be entered by others/)
  })

  test('a folder whose path is too long for a socket: one line, no socket elsewhere, and the program runs', async () => {
    const home = join(field.root, 'l'.repeat(100))
    mkdirSync(home)
    const { code, stderr, stdout } = await field.start('once.js', '1', { XDG_RUNTIME_DIR: home }).ended
    expect([code, stdout]).toEqual([0, '2\n'])
    expect(stderr).toMatch(/^spoor: this program cannot be watched and steered: .* has too long a path for a socket in it/)
    expect(readdirSync(home, { recursive: true })).toEqual(['spoor'])
    expect(readdirSync(field.root).filter((name) => name.startsWith('ll'))).toHaveLength(1)
    expect(await field.start('once.js', '127.0.0.1:0', { XDG_RUNTIME_DIR: home }).ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('what a dead one left is removed without a harm to what is imported next', async () => {
    // Node 20 follows no links in the path of a module where it has looked at a socket last.
    const files = {
      'linked/package.json': '{"type":"module","main":"main.js"}',
      'linked/main.js': 'export default import.meta.url',
      'node_modules/warm/index.js': '',
      'app.mjs': `
        import { createServer } from 'node:net'
        import { mkdirSync, symlinkSync } from 'node:fs'
        import { join } from 'node:path'
        import { listening, openRunFolder } from '${ATTACH}'
        import './node_modules/warm/index.js'
        symlinkSync(join(import.meta.dirname, 'linked'), join(import.meta.dirname, 'node_modules/linked'))
        createServer().listen(join(openRunFolder(), '${2 ** 30}-0.sock'), async () => {
          listening()
          console.log('loaded', (await import('./next.mjs')).default)
          process.exit()
        })`,
      'next.mjs': "export { default } from 'linked'",
    }
    const field = new Field(files)
    const { stdout } = await field.start('app.mjs', '', {}, []).ended
    expect(stdout).toContain(`loaded ${pathToFileURL(join(realpathSync(field.root), 'linked/main.js')).href}`)
    expect(readdirSync(field.folder)).toEqual([])
    field.stop()
  })

  test('it dies while somebody watches: what came is there, who watches is told, and what is left is cleaned away', async () => {
    const { child } = field.start('waits.js')
    const watcher = await watch((await field.listening())[0]!)
    const { id } = await watcher.program()
    await until(() => watcher.read(id).names.length === 10)
    child.kill('SIGKILL')
    await until(() => watcher.isClosed)
    expect(watcher.read(id).names).toHaveLength(10)
    expect(readdirSync(field.folder)).toHaveLength(2)
    await field.listening(0)
    expect(readdirSync(field.folder)).toEqual([])
  })

  test('who comes and says nothing, or nonsense, or goes in the middle', async () => {
    const { child } = field.start('waits.js')
    await ready({ child })
    const [one] = await field.listening()
    for (const text of [
      '',
      'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n',
      '\0\0\0',
      'GET /x HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    ])
      await new Promise<void>((done) => {
        const socket = connect(one!.address, () => {
          socket.write(text)
          setImmediate(() => socket.destroy())
        })
        socket.on('close', () => done())
        socket.on('error', () => {})
      })
    for (let i = 0; i < 20; i++) (await Watcher.at(one!)).close()
    await work(child, 1)
    const watcher = await watch(one!)
    const { id } = await watcher.program()
    await until(() => watcher.read(id).names.length === 12)
    expect(new Set(watcher.read(id).calls.map(({ seq }) => seq)).size).toBe(watcher.read(id).calls.length)
    child.stdin?.end()
  })

  test('a recording of the same program has all, with the same name for it', async () => {
    const { child, ended } = field.start('waits.js', '1', { SPOOR_RECORD: 'rec' })
    await ready({ child })
    const watcher = await watch((await field.listening())[0]!)
    const { id } = await watcher.program()
    await watcher.line.hub.change({ duration: 10_000 })
    await work(child, 7)
    child.stdin?.end()
    await ended
    const [lines] = recorded(field.root)
    expect(lines?.[0]).toMatchObject({ t: 'header', stream: id })
    expect(lines?.filter(({ t }) => t === 'call')).toHaveLength(12)
  })
})

describe('a dev server of the same project', () => {
  test('finds it while somebody watches, shows it among its own, and steers it', async () => {
    const { child } = field.start('waits.js')
    await field.listening()
    const before = process.env['XDG_RUNTIME_DIR']
    process.env['XDG_RUNTIME_DIR'] = field.env['XDG_RUNTIME_DIR']
    const neighbours = new Neighbours(field.root)
    const hub = new Hub({ root: field.root, version: '0', whyNot: () => undefined })
    try {
      const said: unknown[] = []
      const socket = {
        readyState: 1,
        OPEN: 1,
        bufferedAmount: 0,
        send: (data: unknown, done?: () => void) => (said.push(data), done?.()),
        close() {},
        terminate() {},
      }
      const client = hub.open(socket as never)
      const ask = (m: string, ...a: unknown[]): void => client.take({ t: 'q', i: m, m, a })
      const bytes = (): string =>
        said
          .filter((data) => typeof data !== 'string')
          .map((data) => (data as Buffer).subarray(25).toString())
          .join('')
      const list = (): string => said.findLast((data): data is string => typeof data === 'string' && data.includes('"programs"')) ?? ''
      ask('hello', { version: 1, kind: 'page' })
      ask('watch', true)
      neighbours.seek(hub)
      await until(() => bytes().match(/"t":"call"/g)?.length === 10)
      expect(['src/work.js', 'src/secret.js', ''].map((file) => neighbours.rootOf(file))).toEqual([field.root, undefined, undefined])
      ask('change', { programs: ['processes'], off: '**' })
      const answer = await until(() => said.find((data): data is string => typeof data === 'string' && data.includes('"i":"change"')))
      expect(Object.values((JSON.parse(answer) as { r: object }).r)).toMatchObject([{ status: { on: 0, why: 'off' } }])
      // Left and found again, it sends nothing twice.
      neighbours.rest()
      await until(() => list().includes('"connected":false'))
      neighbours.seek(hub)
      await until(() => list().includes('"connected":true'))
      child.kill('SIGKILL')
      await until(() => list().includes('"connected":false'))
      expect(bytes().match(/"t":"call"/g)).toHaveLength(10)
    } finally {
      neighbours.close()
      if (before === undefined) delete process.env['XDG_RUNTIME_DIR']
      else process.env['XDG_RUNTIME_DIR'] = before
    }
  })

  test('which processes are of the same project', () => {
    const { root } = field
    mkdirSync(join(root, 'shop/api'), { recursive: true })
    mkdirSync(join(root, 'shop/web'), { recursive: true })
    expect(isSameProject(root, root)).toBe(true)
    expect(isSameProject(join(root, 'shop'), join(root, 'shop/api'))).toBe(true)
    expect(isSameProject(join(root, 'shop/web'), join(root, 'shop/api'))).toBe(false)
    expect(isSameProject(join(root, 'shop/web'), join(root, 'shop/web2'))).toBe(false)
    writeFileSync(join(root, 'shop/pnpm-workspace.yaml'), '')
    expect(isSameProject(join(root, 'shop/web'), join(root, 'shop/api'))).toBe(true)
  })
})
