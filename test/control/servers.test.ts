import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { beforeEach, describe, expect, test } from 'vitest'
import { announce, listening, listeningOf, openRunFolder, whoAnswer } from '../../packages/cli/src/attach/folder.ts'
import { until } from '../web/live-fixture.ts'
import { Field, killed } from './processes.ts'
import { Watcher, watching } from './watcher.ts'

let field: Field
beforeEach(() => {
  field = new Field()
  return () => field.stop()
})

const watch = watching()

const tell = (child: ChildProcess, word: string): void => void child.stdin?.write(`${word}\n`)
const text = async (url: string): Promise<string> => (await fetch(url)).text()

describe('a dev server makes itself known', () => {
  test('to its user alone, as long as it listens', async () => {
    const { child, root, url } = await field.serve()
    const [one] = await field.listening()
    expect(one).toMatchObject({ pid: child.pid, thread: 0, server: 1, title: 'node serve.js 0 127.0.0.1', root, url })
    const names = [`${child.pid}-0-1.json`, `${child.pid}-0-1.sock`]
    expect(readdirSync(field.folder).sort()).toEqual(names)
    const modes = ['', ...names].map((name) => lstatSync(join(field.folder, name)).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600, 0o700])
    tell(child, 'close')
    await until(() => !readdirSync(field.folder).length)
    tell(child, 'again')
    const [again] = await field.listening()
    expect(again?.url).not.toBe(url)
    tell(child, 'end')
    await until(() => !readdirSync(field.folder).length)
  })

  test('and is watched and steered without an address', async () => {
    const { url } = await field.serve()
    await field.listening()
    expect(await text(`${url}abc`)).toBe('8')
    const list = await field.spoor('attach')
    expect(list).toMatchObject({ code: 0, stderr: '' })
    expect(list.stdout).toMatch(
      /^node serve\.js 0 127\.0\.0\.1 {2}server, pid \d+\n {2}[\da-f]{16} {2}2 of 2 functions on; 2 events held\n$/,
    )
    const off = await field.spoor('attach', '--off', '**')
    expect(off).toMatchObject({ code: 0, stdout: expect.stringContaining('0 of 2 functions on: all are switched off') })
    await text(url)
    expect((await field.spoor('attach')).stdout).toContain('2 events held')
  })

  test('nowhere, where one does not want that', async () => {
    await field.serve({ isFound: false, control: '0' })
    await field.serve({ isFound: false, env: { OPTIONS: '{"control":false}' } })
    await field.serve({ isFound: false, env: { SPOOR: '0' } })
    await field.serve({ isFound: false, env: { NODE_ENV: 'production' } })
    expect(existsSync(field.folder)).toBe(false)
  })

  test('where others can enter the folder: one line, and the page works', async () => {
    mkdirSync(field.folder)
    chmodSync(field.folder, 0o755)
    const { child, ended, url } = await field.serve({ isFound: false })
    expect((await fetch(`${url}__spoor/`)).status).toBe(200)
    expect((await field.spoor('attach', '--url', url)).stdout).toContain(`server, pid ${child.pid}`)
    tell(child, 'end')
    expect((await ended).stderr).toMatch(
      /^spoor: `spoor attach` does not find this dev server by itself: .* can be entered by others.*\nGive its address: `spoor attach --url http:\/\/127\.0\.0\.1:\d+\/`/,
    )
    expect(readdirSync(field.folder)).toEqual([])
  })
})

describe('several', () => {
  test('are listed, and one is meant by its number or its address', async () => {
    const one = await field.serve()
    const other = await field.serve()
    const { child } = field.start('waits.js')
    await field.listening(3)
    const list = await field.spoor('attach')
    expect(list).toMatchObject({ code: 0, stderr: 'Each shows its programs by --pid or --url.\n' })
    const rows = list.stdout.trim().split('\n').sort()
    expect(rows).toEqual(
      [
        `${one.child.pid}  ${one.url}  node serve.js 0 127.0.0.1  ${field.root}`,
        `${other.child.pid}  ${other.url}  node serve.js 0 127.0.0.1  ${field.root}`,
        `${child.pid}  node waits.js  ${field.root}`,
      ].sort(),
    )
    const json = await field.spoor('attach', '--json')
    expect(JSON.parse(json.stdout)).toHaveLength(3)
    expect(json.stdout).not.toContain('token')
    const unclear = await field.spoor('attach', '--off', '**')
    expect([unclear.code, unclear.stderr]).toEqual([2, expect.stringContaining('several listen\nSay which, by --pid or --url:')])
    expect(await field.spoor('attach', '--pid', String(other.child.pid), '--off', '**')).toMatchObject({ code: 0 })
    const states = await Promise.all([one, other].map(({ url }) => field.spoor('attach', '--url', url, '--program', 'server', '--json')))
    expect(
      states.map(
        ({ stdout }) => (JSON.parse(stdout) as { kind: string; status: { on: number } }[]).find(({ kind }) => kind === 'server')?.status.on,
      ),
    ).toEqual([2, 0])
  })

  test('of the same project do not meet themselves in each other, and see the same processes', async () => {
    const one = await field.serve()
    const other = await field.serve()
    const { child } = field.start('waits.js')
    const found = await field.listening(3)
    const seen = await Promise.all(
      [one, other].map((served) => watch(found.find(({ pid, server }) => server && pid === served.child.pid)!)),
    )
    for (const [n, { child: own }] of [one, other].entries()) {
      const watcher = seen[n]!
      await watcher.program(({ kind }) => kind === 'processes')
      expect(watcher.programs.map(({ kind, pid }) => `${kind} ${pid}`).sort()).toEqual([`processes ${child.pid}`, `server ${own.pid}`])
    }
  })

  test('one that is a process with SPOOR_CONTROL=1 too is one to choose, and has its threads', async () => {
    const { child } = await field.serve({ control: '1' })
    const [, one] = await field.listening(2)
    const { code, stdout } = await field.spoor('attach')
    expect([code, stdout.match(/pid \d+/g)]).toEqual([0, [`pid ${child.pid}`]])
    tell(child, 'thread')
    const watcher = await watch(one!)
    const { id, pid } = await watcher.program(({ platform }) => platform === 'worker')
    expect(pid).toBe(child.pid)
    await until(() => watcher.read(id).names.length === 2)
    expect(watcher.programs.map(({ kind }) => kind).sort()).toEqual(['processes', 'server'])
  })
})

describe('attacks', () => {
  test('where other machines can come in, its socket lets nobody steer either', async () => {
    const { url } = await field.serve({ host: '0.0.0.0' })
    await text(url)
    const watcher = await watch((await field.listening())[0]!)
    expect(watcher.line.hello).toMatchObject({ canSteer: false, why: expect.stringContaining('listens to other machines') })
    await expect(watcher.line.hub.change({ off: '**' })).rejects.toThrow('listens to other machines')
    await expect(watcher.line.hub.mark('x')).rejects.toThrow('listens to other machines')
    await expect(watcher.line.hub.clear()).rejects.toThrow('listens to other machines')
    const said = await field.spoor('attach', '--off', '**')
    expect([said.code, said.stderr]).toEqual([2, expect.stringContaining('listens to other machines')])
    expect(watcher.programs).toMatchObject([{ kind: 'server', status: { on: 2 } }])
  })

  test('a wrong token, none, or what a browser would send, gets nowhere at its socket', async () => {
    await field.serve()
    const [one] = await field.listening()
    const knock = (token: string): Promise<unknown> =>
      Watcher.at({ address: one!.address, token }).catch((error: { code: string }) => error.code)
    expect(await knock('0'.repeat(64))).toBe('refused')
    expect(await knock('none')).toBe('refused')
    const { WebSocket } = await import('ws')
    const status = await new Promise((done) => {
      const socket = new WebSocket(`ws+unix://${one!.address}:/__spoor/control`, ['spoor.1', one!.token], { origin: 'http://localhost' })
      socket.on('unexpected-response', (_, response) => done(response.statusCode))
      socket.on('open', () => done('open'))
    })
    expect(status).toBe(403)
  })

  test('what says that it is a dev server, and is none of ours, is not believed', () => {
    const folder = openRunFolder(field.folder)
    const about = {
      pid: process.pid,
      thread: 0,
      title: 'x',
      root: '/',
      address: '/x.sock',
      token: 'x',
      server: 1,
      url: 'http://localhost/',
    }
    const forget = announce(folder, listeningOf(about))
    expect(listening(folder)).toMatchObject([about])
    const path = join(folder, `${process.pid}-0-1.json`)
    const said = JSON.parse(readFileSync(path, 'utf8')) as object
    for (const more of [
      { url: undefined },
      { url: 'javascript:alert(1)' },
      { url: 'file:///etc' },
      { url: 7 },
      { server: 2 },
      { server: undefined },
      { thread: 1 },
      { pid: 1 },
      { server: '../x' },
    ]) {
      writeFileSync(path, JSON.stringify({ ...said, ...more }))
      expect(listening(folder)).toEqual([])
    }
    writeFileSync(path, JSON.stringify(said))
    expect(listening(folder)).toHaveLength(1)
    chmodSync(path, 0o640)
    expect(listening(folder)).toEqual([])
    forget()
    writeFileSync(join(field.root, 'real.json'), JSON.stringify(said), { mode: 0o600 })
    symlinkSync(join(field.root, 'real.json'), path)
    expect(listening(folder)).toEqual([])
  })

  test('a socket of somebody else’s number, behind which nobody listens, is cleared away', async () => {
    const folder = openRunFolder(field.folder)
    const idle = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'])
    const about = { pid: idle.pid!, thread: 0, title: 'x', root: '/', token: 'x', server: 1, url: 'http://localhost/' }
    announce(folder, listeningOf({ ...about, address: join(folder, `${idle.pid}-0-1.sock`) }))
    announce(folder, listeningOf({ ...about, server: 2, address: '127.0.0.1:9' }))
    expect(listening(folder)).toHaveLength(2)
    expect(await whoAnswer(listening(folder), folder)).toEqual([])
    expect(readdirSync(folder)).toEqual([])
    idle.kill()
  })
})

test('what killed ones left is cleared away by the next one, be nobody there to look', async () => {
  for (let i = 0; i < 3; i++) {
    await killed(await field.serve())
  }
  expect(readdirSync(field.folder)).toHaveLength(2)
})
