import type { ChangeOrder, Program } from '@spoor/shared'
import { encodeLine } from '@spoor/trace'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openHub } from '../../packages/plugin/src/control-door.ts'
import { Hub } from '../../packages/plugin/src/control-hub.ts'
import type { Reach } from '../../packages/plugin/src/control-hub.ts'
import { TOKEN } from '../../packages/plugin/src/live-door.ts'
import { launch, visit } from './support/page.ts'
import type { Opened, Site } from './support/page.ts'
import { site } from './support/site.ts'
import { violations } from './support/violations.ts'
import { tab } from './timeline-shop.ts'

const ID = '1'.repeat(16)

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser.close())

const scenes: Scene[] = []
afterEach(close)

async function close(): Promise<void> {
  for (const scene of scenes.splice(0)) {
    expect(scene.opened.faults.filter((fault) => !/Failed to load resource|WebSocket connection/.test(fault))).toEqual([])
    await scene.opened.page.context().close()
    scene.site.close()
  }
}

/** A hub with a page that watches it, and a program whose part the test plays. */
class Scene {
  site!: Site
  opened!: Opened
  hub!: Hub
  door!: ReturnType<typeof openHub>
  /** What `live` answers instead of the token. */
  status = 200
  whyNot: string | undefined
  /** What the build knows better. */
  why: Program['why']
  /** What was ordered holds for a root as long as the process lives. */
  readonly root = `/shop-${scenes.length}-${Math.random()}`
  readonly orders: ChangeOrder[] = []
  readonly heard: string[] = []
  facts: Omit<Program, 'connected' | 'why'> = {
    id: ID,
    kind: 'pages',
    platform: 'browser',
    title: 'http://localhost:5173/cart',
    status: { sites: 6, on: 6, recorded: 0, dropped: 0, capacity: 1000, rules: [] },
    limits: {},
  }
  readonly reach: Reach = {
    change: (order) => {
      this.orders.push(order)
      this.facts.status = { ...this.facts.status, on: order.on ? 6 : 0 }
      return { status: this.facts.status, limits: {} }
    },
    watch: (isOn) => void this.heard.push(`watch ${isOn}`),
    mark: (name) => void this.heard.push(`mark ${name}`),
    clear: () => void this.heard.push('clear'),
  }

  begin(): void {
    this.hub = new Hub({ root: this.root, version: '0.1.0', whyNot: () => this.whyNot, why: () => this.why })
    this.door = openHub(this.hub, '/control', { hosts: [] })
  }

  end(): void {
    this.hub.close()
    this.door.close()
  }

  join(status: Partial<Program['status']> = {}): void {
    this.facts.status = { ...this.facts.status, ...status }
    this.hub.join(this.facts, this.reach)
  }

  lines(text: string): void {
    this.hub.lines(ID, Buffer.from(text))
  }

  get page(): Page {
    return this.opened.page
  }

  static async open(prepare: (scene: Scene) => void = () => {}, options: Parameters<typeof visit>[3] = {}): Promise<Scene> {
    const scene = new Scene()
    scene.begin()
    prepare(scene)
    scene.site = await site('live', ({ url }, response) => {
      if (url !== '/live') return false
      response.writeHead(scene.status, { 'content-type': 'application/json' }).end(JSON.stringify({ token: TOKEN }))
      return true
    })
    scene.site.server.on('upgrade', (request, socket, head) => void (scene.door.upgrade(request, socket, head) || socket.destroy()))
    scene.opened = await visit(browser, scene.site, '', { reducedMotion: 'reduce', ...options })
    scenes.push(scene)
    return scene
  }
}

/** What the tab has written while it is still open. */
const open = tab().replace(/\{"t":"end".*\n$/, '')
const call = (seq: number, start: number, end: number): string =>
  encodeLine({ t: 'call', seq, n: 1, start: start + 100, end: end + 100, outcome: 'returned' })

const says = ({ page }: Scene, of: string, what: RegExp | string): Promise<void> =>
  expect.poll(() => page.locator(of).innerText()).toMatch(what)

describe('why nothing came yet', () => {
  test('no program', async () => {
    const scene = await Scene.open()
    await says(scene, 'main', 'No program yet')
    await says(scene, '.foot', 'Live')
  })

  test('everything is off, and can be switched on', async () => {
    const scene = await Scene.open((scene) => scene.join({ on: 0, why: 'off' }))
    await says(scene, 'main', 'Tracing is switched off')
    await scene.page.getByRole('button', { name: 'Switch everything on' }).click()
    await expect.poll(() => scene.orders).toMatchObject([{ on: '**' }])
  })

  test.each([
    ['no-match', 'no function matches what was asked for'],
    ['not-loaded', 'it has loaded no file that is traced'],
    [undefined, 'Click something, or send a request'],
  ] as const)('%s', async (why, words) => {
    const scene = await Scene.open((scene) => scene.join(why && { why }))
    await says(scene, 'main', words)
  })

  test('the dev server alone is there', async () => {
    const scene = await Scene.open((scene) => {
      scene.facts.platform = 'node'
      scene.join({ why: 'not-loaded' })
    })
    await says(scene, 'main', 'No page of the app is open yet')
    await says(scene, 'main', 'it has loaded no file that is traced')
    await says(scene, 'main', "SPOOR='api/**'")
  })

  test('the dev server has handed out nothing that the selectors match', async () => {
    const scene = await Scene.open((scene) => {
      Object.assign(scene.facts, { kind: 'server', platform: 'node' })
      scene.reach.refresh = () => scene.join()
      scene.join({ on: 0, why: 'not-loaded' })
    })
    await says(scene, 'main', 'No page of the app is open yet')
    scene.why = 'no-match'
    scene.hub.refresh()
    await says(scene, 'main', /No function of the app is traced[^]*change include/)
  })

  test('everything in the page is off, and the dev server runs nothing of its own', async () => {
    const scene = await Scene.open((scene) => {
      scene.hub.join(
        { ...scene.facts, id: 'e'.repeat(16), kind: 'server', platform: 'node', status: { ...scene.facts.status, why: 'not-loaded' } },
        {
          ...scene.reach,
        },
      )
      scene.join({ on: 0, why: 'off' })
    })
    await says(scene, 'main', 'Switch everything on')
  })

  test('the server does not know this page', async () => {
    const scene = await Scene.open((scene) => (scene.status = 403))
    await says(scene, 'main', 'The dev server refuses this page')
    await says(scene, '.foot', 'Refused')
  })

  test('the server was started anew without tracing', async () => {
    const scene = await Scene.open((scene) => (scene.status = 410))
    await says(scene, 'main', 'tracing was switched off there; load the page anew to see by what')
  })
})

describe('the line', () => {
  test('calls appear as they come, and none while paused', async () => {
    const scene = await Scene.open((scene) => scene.join())
    await expect.poll(() => scene.heard).toContain('watch true')
    scene.lines(open)
    await says(scene, '.foot', /^Live[^]*205 calls/)
    await scene.page.getByRole('button', { name: 'Live' }).click()
    await expect.poll(() => scene.heard.at(-1)).toBe('watch false')
    await says(scene, '.foot', 'Paused')
    await scene.page.getByRole('button', { name: 'Paused' }).click()
    await expect.poll(() => scene.heard.at(-1)).toBe('watch true')
    scene.lines(call(900, 700, 710))
    await says(scene, '.foot', '206 calls')
  })

  test('lost, it is said, what was recorded stays, and it is tried again; another server begins anew', async () => {
    const scene = await Scene.open((scene) => scene.join())
    scene.lines(open)
    await says(scene, '.foot', '205 calls')
    scene.status = 503
    scene.end()
    await says(scene, '.notices', 'The dev server is gone')
    await says(scene, '.foot', /^Disconnected[^]*205 calls/)
    scene.begin()
    scene.status = 200
    scene.join()
    await says(scene, '.notices', 'started again')
    await says(scene, 'main', 'Nothing was called yet')
  })

  test('the view follows until it is moved, and again when told to', async () => {
    const scene = await Scene.open((scene) => scene.join())
    scene.lines(open + call(900, 2000, 20_000))
    const begin = async (): Promise<number> => Number.parseFloat((await scene.page.locator('.range').innerText()).replace(/^(\d+)ms/, '0'))
    await expect.poll(begin).toBeGreaterThan(9)
    scene.lines(call(901, 30_000, 40_000))
    await expect.poll(begin).toBeGreaterThan(29)
    await scene.page.locator('.chart canvas').focus()
    await scene.page.keyboard.press('a')
    const follow = scene.page.getByRole('button', { name: 'Follow' })
    await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('false')
    const before = await begin()
    scene.lines(call(902, 50_000, 60_000))
    await says(scene, '.foot', '208 calls')
    expect(await begin()).toBe(before)
    await follow.click()
    await expect.poll(begin).toBeGreaterThan(49)
  })

  test('the address says where it was moved to, and not that it follows', async () => {
    const scene = await Scene.open((scene) => scene.join())
    const { page } = scene
    const follow = page.getByRole('button', { name: 'Follow' })
    const reload = async (): Promise<void> => {
      await page.reload()
      await says(scene, '.foot', /^Live/)
      scene.lines(open + call(900, 2000, 40_000))
      await says(scene, '.foot', '206 calls')
    }
    scene.lines(open + call(900, 2000, 40_000))
    await says(scene, '.foot', '206 calls')
    await page.locator('.minimap').press('ArrowLeft')
    await expect.poll(() => new URL(page.url()).hash).toMatch(/zoom=\d/)
    const range = await page.locator('.range').innerText()
    await reload()
    await says(scene, '.range', range)
    expect(await follow.getAttribute('aria-pressed')).toBe('false')
    await page.locator('.minimap').press('End')
    await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('true')
    await expect.poll(() => new URL(page.url()).hash).not.toContain('zoom')
    await reload()
    expect(await follow.getAttribute('aria-pressed')).toBe('true')
    scene.lines(call(901, 50_000, 60_000))
    await says(scene, '.range', /^50\.\d* s – 60/)
  })
})

describe('steering', () => {
  const steer = async (
    prepare: (scene: Scene) => void = (scene) => scene.join(),
    options: Parameters<typeof visit>[3] = {},
  ): Promise<Scene> => {
    const scene = await Scene.open(prepare, options)
    await scene.page.getByRole('button', { name: 'What is recorded' }).click()
    await expect.poll(() => scene.page.locator('.programs li').count()).toBeGreaterThan(0)
    return scene
  }

  test('selectors for some programs, with a number of calls; what they say is shown', async () => {
    const scene = await steer()
    await says(scene, '.programs', '6 of 6 functions on')
    await scene.page.getByLabel('Selectors', { exact: true }).fill('src/cart/**')
    await scene.page.getByLabel('Which programs').selectOption('pages')
    await scene.page.getByLabel('calls each').fill('5')
    await scene.page.getByRole('button', { name: 'Switch on', exact: true }).click()
    await expect.poll(() => scene.orders).toMatchObject([{ on: 'src/cart/**', max: 5 }])
    await says(scene, '.said', '1 program took it.')
    await scene.page.getByRole('switch').click()
    await expect.poll(() => scene.orders.at(-1)).toMatchObject({ off: '**' })
  })

  test('a selector that is none cannot be sent, and says why', async () => {
    const scene = await steer()
    await scene.page.getByLabel('Selectors', { exact: true }).fill('src/**=loud')
    await says(scene, '.steering', '"loud" is not a level')
    expect(await scene.page.getByRole('button', { name: 'Switch on', exact: true }).isDisabled()).toBe(true)
  })

  test('limits, marks and a clean slate', async () => {
    const scene = await steer()
    await scene.page.getByLabel('Leave out calls shorter than').fill('1.5')
    await scene.page.getByRole('button', { name: 'Set limits' }).click()
    await expect.poll(() => scene.orders).toMatchObject([{ limits: { duration: 1.5 } }])
    await scene.page.getByLabel('Name of a mark').fill('sale')
    await scene.page.keyboard.press('Enter')
    await expect.poll(() => scene.heard).toContain('mark sale')
    scene.lines(open)
    await says(scene, '.foot', '205 calls')
    await scene.page.getByRole('button', { name: 'Clear', exact: true }).click()
    await expect.poll(() => scene.heard).toContain('clear')
    await says(scene, 'main', 'Nothing was called yet')
  })

  test('where nobody may, it says why', async () => {
    const scene = await steer((scene) => {
      scene.whyNot = 'the server is open to the network'
      scene.join()
    })
    await says(scene, '.steering-why', 'the server is open to the network')
    expect(await scene.page.getByRole('switch').isDisabled()).toBe(true)
  })

  test.each(['light', 'dark'] as const)('has room in 360 pixels, and axe has nothing to say: %s', async (colorScheme) => {
    const rules = [{ on: true, selectors: 'src/**', matched: 6, max: 100, spent: 2 }]
    const scene = await steer((scene) => scene.join({ rules }), { colorScheme, bypassCSP: true })
    scene.lines(open)
    await says(scene, '.foot', '205 calls')
    await says(scene, '.rules', /on src\/\*\* 6 functions, 100 calls of each; 2 have had theirs/)
    expect(await violations(scene.page)).toEqual([])
    if (process.env['SCREENSHOTS']) await scene.page.screenshot({ path: `${process.env['SCREENSHOTS']}/steering-${colorScheme}.png` })
    await scene.page.setViewportSize({ width: 360, height: 740 })
    expect(await scene.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(await violations(scene.page)).toEqual([])
    if (process.env['SCREENSHOTS']) await scene.page.screenshot({ path: `${process.env['SCREENSHOTS']}/steering-${colorScheme}-360.png` })
  })
})
