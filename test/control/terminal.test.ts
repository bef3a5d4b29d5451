import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../web/live-fixture.ts'
import { BIN, Field, killed } from './processes.ts'
import type { Served } from './processes.ts'
import { Terminal } from './terminal.ts'
import { watching } from './watcher.ts'
import type { Watcher } from './watcher.ts'

let field: Field
const open: { kill(): void }[] = []
beforeEach(() => {
  field = new Field()
})
afterEach(() => {
  for (const one of open.splice(0)) one.kill()
  field.stop()
})

/** The command in a terminal. */
function attach(args: string[] = ['--watch'], { columns = 80, env = {} as NodeJS.ProcessEnv } = {}): Terminal {
  return inTerminal(process.execPath, [BIN, 'attach', ...args], { columns, env })
}

function inTerminal(command: string, args: string[], { columns = 80, env = {} as NodeJS.ProcessEnv } = {}): Terminal {
  const terminal = new Terminal(command, args, { cwd: field.root, columns, env: { ...field.env, NO_COLOR: '1', ...env } })
  open.push(terminal)
  return terminal
}

/** The command in a shell, which says how the terminal is before and after it. */
async function inShell(): Promise<{ before: string; terminal: Terminal }> {
  const script = 'echo before $(stty -g); "$@"; echo code $?; echo after $(stty -g)'
  const terminal = inTerminal('sh', ['-c', script, 'sh', process.execPath, BIN, 'attach', '--watch'])
  const before = await terminal.sees(/before \S+/)
  await terminal.sees(KEYS)
  return { before, terminal }
}

const KEYS = 'm: mark, c: clear, o: off and on, q: end'

/** The dev server calls `work`, and answers with twice the length of the path. */
const call = async ({ url }: Served, path = ''): Promise<string> => (await fetch(url + path)).text()

const watchAt = watching()
const watch = async (): Promise<Watcher> => watchAt((await field.listening())[0]!)

describe('keys', () => {
  test('each does what its help says, also several at once, and others do nothing', async () => {
    const served = await field.serve()
    const terminal = attach()
    await terminal.sees(KEYS)
    await call(served, 'a')
    await terminal.sees(/work\(\{n: 2\}\) → 4 .*\r\n {2}price\(\{n: 2\}\) → 4/)
    terminal.type('m')
    await terminal.sees('◆ mark 1')
    terminal.type('\u001B[A\u001BOc\u001Bq')
    terminal.type('xyz')
    terminal.type('mm')
    expect(await terminal.sees('◆ mark 3')).toMatch(/^\r\n◆ mark 2\r\n◆ mark 3$/)
    const watcher = await watch()
    const { id } = watcher.programs[0]!
    terminal.type('o')
    await terminal.sees('spoor: all functions are off')
    expect((await watcher.program(({ status }) => status.on === 0)).id).toBe(id)
    await call(served, 'ab')
    terminal.type('o')
    await terminal.sees('spoor: all functions are on')
    await call(served, 'abc')
    expect(await terminal.sees('work({n: 4}) → 8')).not.toContain('n: 3')
    terminal.type('c')
    await terminal.sees('spoor: cleared')
    await until(() => watcher.cleared === 1)
    terminal.type('q')
    expect(await terminal.ended()).toBe(0)
  })

  test('concern the programs that --program names', async () => {
    await field.serve()
    const terminal = attach(['--watch', '--program', 'pages'])
    await terminal.sees(KEYS)
    terminal.type('o')
    await terminal.sees('spoor: all functions are off')
    const { programs } = await watch()
    expect(programs).toMatchObject([{ kind: 'server', status: { on: 2 } }])
  })

  test('say why, where nobody may steer', async () => {
    await field.serve({ host: '0.0.0.0' })
    const terminal = attach()
    await terminal.sees(KEYS)
    for (const key of 'moc') {
      terminal.type(key)
      await terminal.sees('spoor: this dev server listens to other machines')
    }
  })
})

describe('the terminal', () => {
  test.each([
    ['q', 'q'],
    ['^C', '\u0003'],
    ['^D', '\u0004'],
  ])('is as it was after %s', async (_, key) => {
    await field.serve()
    const { before, terminal } = await inShell()
    terminal.type(key)
    await terminal.sees('code 0')
    const after = await terminal.sees(/after \S+/)
    expect(after.split('after ')[1]).toBe(before.split('before ')[1])
  })

  test('is as it was where the program ends, and where another project comes', async () => {
    const { child } = field.start('waits.js')
    await field.listening()
    const { before, terminal } = await inShell()
    child.kill('SIGKILL')
    await terminal.sees('code 0')
    const after = await terminal.sees(/after \S+/)
    expect(after.split('after ')[1]).toBe(before.split('before ')[1])
  })

  test('can be left by ^Z, and come back to', async () => {
    const served = await field.serve()
    const terminal = inTerminal('sh', ['-i'], { env: { PS1: '$ ' } })
    terminal.type(`stty -g; ${process.execPath} ${BIN} attach --watch\r`)
    await terminal.sees(KEYS)
    terminal.type('\u001A')
    await terminal.sees(/[Ss]topped|suspended/)
    terminal.type('echo here $((40 + 2))\r')
    await terminal.sees('here 42')
    terminal.type('fg\r')
    await call(served, 'a')
    await terminal.sees('work({n: 2}) → 4')
    terminal.type('m')
    await terminal.sees('◆ mark 1')
    // What follows is no more for it.
    terminal.type('qom')
    await terminal.sees('$ ')
    terminal.type('echo there $((40 + 3))\r')
    expect(await terminal.sees('there 43')).not.toContain('all functions')
  })

  test('may be narrow, and change its width', async () => {
    const served = await field.serve()
    const terminal = attach(['--watch'], { columns: 12 })
    await terminal.sees(KEYS)
    for (const [n, columns] of [5, 200, 1].entries()) {
      terminal.resize(columns)
      await call(served, 'x'.repeat(n))
      await terminal.sees(`work({n: ${n + 1}}) → ${2 * (n + 1)}`)
    }
    terminal.type('q')
    expect(await terminal.ended()).toBe(0)
  })

  test('has colours, unless NO_COLOR says that it has none', async () => {
    const served = await field.serve()
    await call(served, 'a')
    const coloured = attach(['--watch'], { env: { NO_COLOR: '' } })
    expect(await coloured.sees(/price.*\r\n/)).toContain('\u001B[')
    const plain = attach()
    plain.type('m')
    expect(await plain.sees('◆ mark 1')).not.toContain('\u001B')
  })

  test('that is closed ends it', async () => {
    await field.serve()
    const terminal = attach()
    await terminal.sees(KEYS)
    terminal.hangUp()
    expect(await terminal.ended()).toBe(0)
  })
})

describe('a dev server that goes', () => {
  test('is waited for, told the same again, and nothing is shown twice', async () => {
    const served = await field.serve()
    const port = Number(new URL(served.url).port)
    const terminal = attach(['--watch', '--off', '**', '--on', '**#work', '--mark', 'begin'])
    await terminal.sees('◆ begin')
    for (const [round, signal] of (['SIGKILL', 'SIGTERM'] as const).entries()) {
      const server = round ? await field.serve({ port }) : served
      if (round) await terminal.sees('spoor: it is back')
      await (await watch()).program(({ status }) => status.on === 1)
      await call(server, 'a')
      const seen = await terminal.sees('work({n: 2}) → 4')
      expect(seen).not.toMatch(/begin|price/)
      await killed(server, signal)
      await terminal.sees('spoor: the dev server is gone; this goes on when it is back')
      terminal.type('m')
      await terminal.sees('spoor: not connected')
    }
    terminal.type('q')
    expect(await terminal.ended()).toBe(0)
  })

  test.each([
    ['found by itself', false],
    ['found by its address', true],
  ])('whose address another project has then is not taken for it: %s', async (_, isByUrl) => {
    const served = await field.serve({ root: 'a' })
    const port = Number(new URL(served.url).port)
    const terminal = attach(['--watch', '--off', '**', ...(isByUrl ? ['--url', served.url] : [])])
    await terminal.sees(KEYS)
    await killed(served)
    await terminal.sees('this goes on when it is back')
    const other = await field.serve({ root: 'b', port })
    if (isByUrl) {
      await terminal.sees('spoor: another project answers there now:')
      expect(await terminal.ended()).toBe(2)
    } else {
      await call(other)
      await killed(other)
      const again = await field.serve({ root: 'a', port })
      await terminal.sees('spoor: it is back')
      const watcher = await watch()
      await watcher.program(({ status }) => status.on === 0)
      expect(watcher.programs).toMatchObject([{ pid: again.child.pid }])
      return
    }
    expect((await watch()).programs).toMatchObject([{ kind: 'server', status: { on: 2 } }])
  })

  test('ends it after a while, where nobody sits at a terminal', async () => {
    const { child } = await field.serve()
    const watching = field.command('attach', '--watch', '--mark', 'here')
    await new Promise((done) => watching.child.stdout?.once('data', done))
    child.kill('SIGKILL')
    expect(await watching.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('the dev server is gone') })
  })
})

describe('which one', () => {
  test('is asked for, until there is an answer', async () => {
    const all = [await field.serve({ root: 'a' }), await field.serve({ root: 'b' })]
    await field.listening(2)
    const terminal = attach([])
    const text = await terminal.sees('Which? 1 to 2, or q: ')
    for (const [n, root] of ['a', 'b'].entries()) expect(text).toMatch(new RegExp(`^${n + 1}: \\d+  http.*serve.js.*/${root}\r?$`, 'm'))
    for (const answer of ['3', '0', 'x', '', '1.5']) {
      terminal.type(`${answer}\r`)
      await terminal.sees('Which? 1 to 2, or q: ')
    }
    terminal.type('2\r')
    await terminal.sees(`server, pid ${all.find(({ root }) => root.endsWith('/b'))?.child.pid}`)
    expect(await terminal.ended()).toBe(0)
  })

  test('is asked for before keys are listened to', async () => {
    const [a] = [await field.serve({ root: 'a' }), await field.serve({ root: 'b' })]
    await field.listening(2)
    const terminal = attach()
    await terminal.sees('Which? 1 to 2, or q: ')
    terminal.type('1\r')
    await terminal.sees(KEYS)
    await call(a, 'abc')
    await terminal.sees('work({n: 4}) → 8')
    terminal.type('m')
    await terminal.sees('◆ mark 1')
    terminal.type('q')
    expect(await terminal.ended()).toBe(0)
  })

  test.each([
    ['q', 'q\r'],
    ['^C', '\u0003'],
    ['^D', '\u0004'],
  ])('may be none: %s', async (_, keys) => {
    await field.serve({ root: 'a' })
    await field.serve({ root: 'b' })
    await field.listening(2)
    const terminal = attach(['--off', '**'])
    await terminal.sees('Which? 1 to 2, or q: ')
    terminal.type(keys)
    expect(await terminal.ended()).toBe(0)
    for (const one of await field.listening(2)) expect((await watchAt(one)).programs).toMatchObject([{ status: { on: 2 } }])
  })
})
