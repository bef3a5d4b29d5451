import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { devServerAt } from '../../packages/cli/src/attach/client.ts'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { smallProject, startServer } from '../viewer/serve-fixture.ts'
import type { Served } from '../viewer/serve-fixture.ts'
import { PATIENCE, until } from '../web/live-fixture.ts'
import { Field } from './processes.ts'
import { watching } from './watcher.ts'

let field: Field
beforeEach(() => {
  field = new Field()
  return () => field.stop()
})

const watch = watching()

const isTab = ({ connected, kind }: { connected: boolean; kind: string }): boolean => connected && kind === 'pages'

describe('in Chromium', () => {
  let browser: Browser
  let context: BrowserContext
  let running: Served | undefined
  let faults: string[]
  beforeAll(async () => void (browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })))
  afterAll(() => browser.close())
  beforeEach(async () => {
    faults = []
    context = await browser.newContext()
    context.setDefaultTimeout(PATIENCE)
    return async () => {
      await context.close()
      await running?.stop('SIGKILL')
      running = undefined
    }
  })

  async function start(root: string, port = 0): Promise<Served> {
    await running?.stop('SIGKILL')
    running = await startServer('serve-express.mjs', root, field.env, port, ['--import', 'spoor/register'])
    return running
  }

  async function visit(url: string): Promise<Page> {
    const page = await context.newPage()
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(url)
    await page.waitForSelector('[data-ready]')
    return page
  }

  test('a server that is killed while twenty tabs and a command hang on it: none of them minds, and all are there again', async () => {
    const TABS = 20
    const server = await start(smallProject('killed'))
    const tabs: Page[] = []
    for (let n = 0; n < TABS; n++) tabs.push(await visit(server.url))
    const before = await watch(await devServerAt(server.url))
    await until(() => before.programs.filter(isTab).length === TABS)
    const command = field.command('attach', '--url', server.url, '--watch', '--off', '**#price')
    let printed = ''
    for (const stream of [command.child.stdout, command.child.stderr]) stream?.on('data', (piece: Buffer) => (printed += piece.toString()))
    await until(() => before.programs.filter((one) => isTab(one) && one.status.rules.length === 1).length === TABS)
    await tabs[0]!.click('#pay')
    const calls = (): number => printed.match(/^.*pay\(/gm)?.length ?? 0
    await until(() => calls() === 1)
    await server.stop('SIGKILL')
    await until(() => printed.includes('the dev server is gone'))
    // Programs run on, and what they do meanwhile is kept.
    for (const [n, tab] of tabs.entries()) {
      await tab.evaluate(() => document.querySelector<HTMLButtonElement>('#pay')!.click())
      expect(await tab.title()).toBe(n ? 'paid 35' : 'paid 75')
    }
    running = await server.again()
    await until(() => printed.includes('it is back'))
    const after = await watch(await devServerAt(server.url))
    await until(() => after.programs.filter(isTab).length === TABS)
    const names = (): string[] => after.programs.filter(isTab).flatMap(({ id }) => after.read(id).names)
    await until(() => names().length === 2 * (TABS + 1))
    // Rules are kept where they work, in the program.
    expect(names().join(' ')).toBe(Array.from({ length: TABS + 1 }, () => 'pay discounted').join(' '))
    // The first click comes again, and is not shown again.
    await until(() => calls() > TABS)
    expect(calls()).toBe(TABS + 1)
    command.child.kill('SIGINT')
    expect(await command.ended).toMatchObject({ code: 0 })
    expect(faults).toEqual([])
  })

  test('another project’s server at the same address gets neither tabs nor orders, and the first one has them again', async () => {
    const [mine, theirs] = [smallProject('mine'), smallProject('theirs')]
    const server = await start(mine)
    const port = Number(new URL(server.url).port)
    const tab = await visit(server.url)
    const page = await context.newPage()
    await page.goto(`${server.url}__spoor/#/functions`)
    await tab.click('#pay')
    await page.getByText('discounted', { exact: true }).first().waitFor()
    const { id } = (await watch(await devServerAt(server.url))).programs.find(isTab)!

    await start(theirs, port)
    await page.getByText('another project has this address now').first().waitFor()
    const other = await watch(await devServerAt(server.url))
    // It asks again and again by now.
    for (let n = 0; n < 2; n++) await tab.waitForResponse((answer) => answer.url().endsWith('/__spoor/live'))
    expect(other.programs.map(({ kind }) => kind)).toEqual(['server'])
    // No more from this page than from any other: no token of the one opens the other's files.
    const status = await page.evaluate(async () => {
      const { token } = (await (await fetch('access.json', { headers: { 'x-spoor': '1' } })).json()) as { token: string }
      return [token.length, (await fetch('source?file=src/price.js', { headers: { 'x-spoor': '0'.repeat(64) } })).status]
    })
    expect(status).toEqual([64, 403])
    await tab.click('#pay')

    await start(mine, port)
    const again = await watch(await devServerAt(server.url))
    const back = await again.program(isTab)
    expect(back.id).not.toBe(id)
    await until(() => again.read(back.id).names.length === 6)
    expect(other.texts.size).toBeLessThanOrEqual(1)
    await page.getByText('The dev server was started again').first().waitFor()
    expect(faults).toEqual([])
  })
})

describe('a program that is started anew again and again', () => {
  const STARTS = 30

  /** Open files of a process; where that cannot be known, none. */
  const filesOf = (pid: number | undefined): number => {
    const folder = `/proc/${pid}/fd`
    return existsSync(folder) ? readdirSync(folder).length : 0
  }

  test('is shown as it is, with some of what was, and nothing of the rest is kept', { timeout: 480_000 }, async () => {
    const server = await field.serve()
    const [one] = await field.listening()
    const watcher = await watch(one!)
    let files = 0
    for (let n = 0; n < STARTS; n++) {
      const { child, ended } = field.start('waits.js')
      const { id } = await watcher.program(({ pid }) => pid === child.pid)
      await until(() => watcher.read(id).names.length === 10)
      // As nodemon does, and as a person does who has lost patience.
      child.kill(n % 2 ? 'SIGUSR2' : 'SIGKILL')
      await ended
      await until(() => watcher.programs.every((program) => program.pid !== child.pid || !program.connected))
      expect(watcher.programs.length).toBeLessThanOrEqual(17)
      if (n === 2) files = filesOf(server.child.pid)
    }
    expect(watcher.programs.filter(({ connected }) => connected)).toMatchObject([{ kind: 'server' }])
    await until(() => filesOf(server.child.pid) <= files + 2)
    const last = field.start('waits.js')
    await watcher.program(({ pid }) => pid === last.child.pid)
    expect(readdirSync(field.folder).sort()).toEqual(
      [`${last.child.pid}-0`, `${server.child.pid}-0-1`].flatMap((name) => [`${name}.json`, `${name}.sock`]).sort(),
    )
  })

  test('and a dev server that closes and listens anew is known once', async () => {
    const { child } = await field.serve()
    let files = 0
    for (let n = 0; n < STARTS; n++) {
      const [one] = await field.listening()
      child.stdin?.write('close\n')
      await field.listening(0)
      child.stdin?.write('again\n')
      const [next] = await field.listening()
      expect(next?.server).toBe(one!.server! + 1)
      if (n === 2) files = filesOf(child.pid)
    }
    expect(readdirSync(field.folder)).toHaveLength(2)
    await until(() => filesOf(child.pid) <= files + 2)
    expect(existsSync(join(field.folder, `${child.pid}-0-${STARTS + 1}.json`))).toBe(true)
    const { code, stdout } = await field.spoor('attach')
    expect([code, stdout.match(/pid \d+/g)]).toEqual([0, [`pid ${child.pid}`]])
  })
})
