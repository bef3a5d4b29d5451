import { compileSelectors } from '@spoor/shared'
import type { ChangeOrder, ControlRule, Program, ProgramStatus } from '@spoor/shared'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENCE } from '../web/live-fixture.ts'
import { openHub } from '../../packages/plugin/src/control-door.ts'
import { Hub } from '../../packages/plugin/src/control-hub.ts'
import { TOKEN } from '../../packages/plugin/src/live-door.ts'
import { launch } from './support/page.ts'
import { site } from './support/site.ts'
import { tab } from './timeline-shop.ts'

const ID = '2'.repeat(16)

let browser: Browser
beforeAll(async () => void (browser = await launch()))
afterAll(() => browser?.close())

/** A program whose functions are switched by rules, as the runtime's are. */
function program(
  orders: ChangeOrder[],
  refuses: { now: boolean },
): { facts: Omit<Program, 'connected' | 'why'>; change: (order: ChangeOrder) => never } {
  const status: ProgramStatus = { sites: 6, on: 6, recorded: 0, dropped: 0, capacity: 1000, rules: [] }
  const rule = (on: boolean, selectors: string | undefined): ControlRule[] => (selectors ? [{ on, selectors, matched: 1 }] : [])
  return {
    facts: { id: ID, kind: 'pages', platform: 'browser', title: 'http://localhost:5173/cart', status, limits: {} },
    change: (order) => {
      orders.push(order)
      if (refuses.now) return { error: 'this program takes no orders today' } as never
      status.rules = [...status.rules, ...rule(false, order.off), ...rule(true, order.on)]
      return { status: { ...status }, limits: {} } as never
    },
  }
}

/** The page with one tab of which these lines came. */
async function live(
  view: string,
  lines: string,
  orders: ChangeOrder[] = [],
  refuses = { now: false },
): Promise<{ page: Page; close(): Promise<void> }> {
  const hub = new Hub({ root: `/shop-${Math.random()}`, version: '0.1.0', whyNot: () => undefined })
  const door = openHub(hub, '/control', { hosts: [] })
  const { facts, change } = program(orders, refuses)
  hub.join(facts, { change, watch: () => {}, mark: () => {}, clear: () => {} })
  hub.lines(ID, Buffer.from(lines.replace(/\{"t":"end".*\n$/, '')))
  const served = await site('live', ({ url }, response) => {
    if (url === '/live') response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token: TOKEN }))
    return url === '/live'
  })
  served.server.on('upgrade', (request, socket, head) => void (door.upgrade(request, socket, head) || socket.destroy()))
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  page.setDefaultTimeout(PATIENCE)
  await page.goto(`${served.url}#/${view}`)
  const close = async (): Promise<void> => {
    await page.context().close()
    served.close()
    hub.close()
    door.close()
  }
  return { page, close }
}

test('a function is switched off and on where it runs, by a selector that means it alone, and says so where that is refused', async () => {
  const orders: ChangeOrder[] = []
  const refuses = { now: false }
  const { close, page } = await live('functions', tab(), orders, refuses)
  const switches = page.getByRole('switch')
  await switches.first().waitFor()
  const one = page.locator('.table-row').first()
  const file = (await one.locator('.place').textContent())!.replace(/:\d+:\d+$/, '')
  const name = (await one.locator('.name').textContent())!
  const toggle = page.getByRole('switch', { name: `Record ${name}`, exact: true })
  const isOn = (): Promise<string | null> => toggle.getAttribute('aria-checked')
  expect(await isOn()).toBe('true')
  await toggle.focus()
  await page.keyboard.press('Space')
  await expect.poll(isOn).toBe('false')
  expect(orders.map(({ off }) => compileSelectors([off!]).function(file, name)?.selected)).toEqual([true])
  // Nobody else is.
  expect(await page.locator('[role=switch][aria-checked=false]').count()).toBe(1)
  await page.keyboard.press('Space')
  await expect.poll(isOn).toBe('true')
  refuses.now = true
  await page.keyboard.press('Space')
  await expect.poll(() => toggle.getAttribute('title')).toContain('takes no orders today')
  expect(await isOn()).toBe('true')
  await close()
})

test('where no request was seen, it says since when pages are asked for theirs', async () => {
  const lines = tab()
    .split('\n')
    .filter((line) => !line.startsWith('{"t":"request"'))
  const { close, page } = await live('requests', lines.join('\n'))
  await page.getByText('watched from the moment that this page is open').waitFor()
  await close()
})
