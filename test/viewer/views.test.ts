import { encodeLine } from '@spoor/trace'
import type { Snapshot, TraceLine } from '@spoor/trace'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { durationText } from '../../packages/viewer/src/page/parts/durations.ts'
import { headerOf } from '../trace/program.ts'
import { launch, openPage, servePage } from './support/page.ts'
import type { Site } from './support/page.ts'
import { factsOf, nameOf, pathOf } from './support/shop-facts.ts'
import type { Facts } from './support/shop-facts.ts'
import { HOSTILE, recordShop, writeRecording } from './support/shop.ts'
import type { Shop } from './support/shop.ts'

let shop: Shop
let facts: Facts
let browser: Browser
let served: Site
beforeAll(async () => {
  ;[shop, browser] = await Promise.all([recordShop(), launch()])
  facts = await factsOf(shop)
  served = await servePage(shop.files, { root: shop.folder, isKnownFile: (file) => file.startsWith('src/') })
})
afterAll(async () => {
  await browser?.close()
  served?.close()
})

/** Opens a view, does something, and asks that nothing went wrong meanwhile. */
async function view(hash: string, look: (page: Page) => Promise<void>, options = {}): Promise<void> {
  const { page, faults } = await openPage(browser, served, hash, options)
  try {
    await look(page)
    expect(faults).toEqual([])
    expect(await page.title()).not.toContain('owned')
  } finally {
    await page.context().close()
  }
}

const rows = (page: Page, label: string): Locator => page.locator(`.table-scroller[aria-label="${label}"] .table-row`)

/** The first row of that name, or with that text in it. */
const row = (page: Page, label: string, what: RegExp | string): Locator =>
  rows(page, label)
    .filter(typeof what === 'string' ? { hasText: what } : { has: page.locator('.name', { hasText: what }) })
    .first()
const cells = (line: Locator): Promise<string[]> =>
  line.locator('[role=gridcell]').evaluateAll((all) => all.map((cell) => cell.textContent!.trim()))
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.querySelector('.name')?.textContent ?? document.activeElement!.tagName)

/** Names of the rows of the tree, indented by their level. */
const treeText = (page: Page): Promise<string[]> =>
  page
    .locator('[role=treegrid] .table-row')
    .evaluateAll((all) =>
      all
        .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
        .map((line) => '  '.repeat(Number(line.ariaLevel) - 1) + line.querySelector('.name')!.textContent),
    )

describe('the tree', () => {
  test('shows what is at the top, then what is below what is opened, as `treeOf` says', () =>
    view('#/tree', async (page) => {
      await row(page, 'Call tree', /^main$/).waitFor()
      expect(await treeText(page)).toEqual(facts.roots.map(nameOf))
      await row(page, 'Call tree', /^main$/).press('ArrowRight')
      const main = facts.roots.find((node) => nameOf(node) === 'main')!
      await row(page, 'Call tree', /^boot$/).waitFor()
      const at = facts.roots.indexOf(main)
      expect(await treeText(page)).toEqual(
        facts.roots
          .slice(0, at + 1)
          .map(nameOf)
          .concat(
            main.children.map((node) => `  ${nameOf(node)}`),
            facts.roots.slice(at + 1).map(nameOf),
          ),
      )
      const [, , ...figures] = await cells(row(page, 'Call tree', /^boot$/))
      const boot = facts.of('boot')[0]!
      expect(figures.at(-1)).toBe(durationText(boot.duration!))
      expect(figures[0]).toBe(durationText(boot.at))
    }))

  test('opens all that leads to a failure, on both sides of a request', () =>
    view('#/tree', async (page) => {
      await page.getByRole('button', { name: 'Open what failed' }).click()
      await row(page, 'Call tree', /^reserve$/).waitFor()
      const shown = await treeText(page)
      const depth = (name: string): number => shown.findIndex((line) => line.trim().startsWith(name))
      const path = ['main', 'buy', 'POST /api/checkout/lamp', 'handle', 'postCheckout', 'reserve']
      expect(path.map(depth).toSorted((a, b) => a - b)).toEqual(path.map(depth))
      expect(shown).toContain('        priceOf')
      await expect(
        row(page, 'Call tree', /^reserve$/)
          .getByRole('img', { name: 'threw' })
          .count(),
      ).resolves.toBe(1)
      await expect(
        row(page, 'Call tree', /^postCheckout$/)
          .getByRole('img', { name: 'something below it failed' })
          .count(),
      ).resolves.toBe(1)
      expect(await row(page, 'Call tree', /^reserve$/).textContent()).toContain('threw OutOfStock: only 2 of lamp left')
    }))

  test('is walked by keys alone, and says where one is', () =>
    view('#/tree', async (page) => {
      const top = facts.roots.map(nameOf)
      await row(page, 'Call tree', 'main').waitFor()
      await page.locator('[aria-label="Call tree"] .table-row[tabindex="0"]').focus()
      await page.keyboard.press('Home')
      expect(await focused(page)).toBe(top[0])
      for (let i = 0; i < top.indexOf('main'); i++) await page.keyboard.press('ArrowDown')
      expect(await focused(page)).toBe('main')
      const main = row(page, 'Call tree', /^main$/)
      expect(await main.getAttribute('aria-expanded')).toBe('false')
      await page.keyboard.press('ArrowRight')
      await row(page, 'Call tree', /^boot$/).waitFor()
      expect(await main.getAttribute('aria-expanded')).toBe('true')
      await page.keyboard.press('ArrowRight')
      expect(await focused(page)).toBe('boot')
      const boot = row(page, 'Call tree', /^boot$/)
      expect([await boot.getAttribute('aria-level'), await boot.getAttribute('aria-posinset')]).toEqual(['2', '1'])
      // What is chosen stands in the details.
      await page.locator('.event-details h3', { hasText: 'boot' }).waitFor()
      await page.keyboard.press('ArrowLeft')
      expect(await focused(page)).toBe('main')
      await page.keyboard.press('ArrowLeft')
      expect(await main.getAttribute('aria-expanded')).toBe('false')
      await page.keyboard.press('End')
      expect(await focused(page)).toBe(top.at(-1))
    }))

  test('keys that come faster than it is drawn all count, and none leads back', () =>
    view('#/tree', async (page) => {
      await row(page, 'Call tree', /^main$/).press('ArrowRight')
      await row(page, 'Call tree', /^many$/).press('ArrowRight')
      await row(page, 'Call tree', /^tick$/).waitFor()
      await page.locator('[aria-label="Call tree"] .table-row[tabindex="0"]').focus()
      const passed = await page.evaluate(async () => {
        const passed: number[] = []
        document.addEventListener('focusin', () => passed.push(Number(document.activeElement!.ariaRowIndex) - 2))
        for (const key of ['Home', ...Array<string>(10).fill('ArrowDown')]) {
          document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
          // So that what was asked for is drawn, and what waits for a frame waits on.
          await new Promise((done) => setTimeout(done, 0))
        }
        for (let i = 0; i < 4; i++) await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))
        return passed
      })
      expect(passed).toEqual([...Array(11).keys()])
    }))

  test('of one root: chosen from the latest, with everything below it and nothing else', () =>
    view('#/tree', async (page) => {
      await page.getByRole('button', { name: 'Requests', exact: true }).click()
      const latest = rows(page, 'Requests, the latest first')
      await latest.first().waitFor()
      expect(await latest.locator('.name').allTextContents()).toEqual(facts.requests.map(nameOf).toReversed())
      await latest.filter({ hasText: 'POST /api/checkout/lamp' }).click()
      await row(page, 'Call tree', /^handle$/).waitFor()
      expect(await treeText(page)).toEqual(['POST /api/checkout/lamp', '  handle'])
      expect(page.url()).toMatch(/root=\d+/)
    }))

  test('brings what was chosen elsewhere into sight', () =>
    view('#/errors', async (page) => {
      await row(page, 'Errors', 'OutOfStock').click()
      await page.getByRole('button', { name: /Occurrence 1/ }).click()
      await page.getByRole('button', { name: 'In tree' }).click()
      await page.locator('[role=treegrid] .table-row.selected', { hasText: 'reserve' }).waitFor()
    }))
})

describe('the functions', () => {
  test('their figures are those of `summarise`, in any order', () =>
    view('#/functions', async (page) => {
      await row(page, 'Functions', 'tick').waitFor()
      const shown = async (): Promise<string[][]> => {
        const all = await rows(page, 'Functions').all()
        return Promise.all(all.map(cells))
      }
      const byName = new Map((await shown()).map((line) => [line[0]!.replace(/(new)?(async)?$/, ''), line]))
      for (const one of facts.summary.functions.filter(({ name }) => byName.has(name) && !name.includes('callback'))) {
        const [, place, calls, , self] = byName.get(one.name)!
        expect([one.name, place, calls!.replace(/^.* /, ''), self]).toEqual([
          one.name,
          `${one.file}:${one.line}:${one.column}`,
          String(one.calls),
          durationText(one.self),
        ])
      }
      expect(byName.size).toBeGreaterThan(15)
      const sorted = page.getByRole('columnheader', { name: 'Calls' })
      await sorted.getByRole('button').click()
      expect(await sorted.getAttribute('aria-sort')).toBe('descending')
      await page.waitForFunction(() => /tick|half/.test(document.querySelector('.table-row .name')!.textContent!))
      const most = Math.max(...facts.summary.functions.map(({ calls }) => calls))
      expect((await shown())[0]![2]).toBe(String(most))
      await sorted.getByRole('button').click()
      expect(await sorted.getAttribute('aria-sort')).toBe('ascending')
    }))

  test('first called since the last mark are new, and only those', () =>
    view('#/functions?filter=src/shop.js', async (page) => {
      await row(page, 'Functions', 'crash').waitFor()
      const news = async (): Promise<string[]> => {
        const names = rows(page, 'Functions').filter({ has: page.locator('.badge') })
        return (await names.locator('.name').allTextContents()).toSorted()
      }
      const marks = facts.roots.flatMap(function marks(node): number[] {
        return node.kind === 'mark' ? [node.at] : node.children.flatMap(marks)
      })
      const first = (name: string): number => Math.min(...facts.of(name).map(({ at }) => at))
      const expected = [...new Set(facts.calls.filter(({ site }) => site.file === 'src/shop.js').map(({ site }) => site.name))]
      // Which mark is the last one is asked for first.
      await expect.poll(news).toEqual(expected.filter((name) => first(name) > Math.max(...marks)).toSorted())
      expect(await news()).toContain('crash')
    }))

  test('one of them: its calls, its source with its lines marked, who calls it and whom it calls', () =>
    view('#/functions', async (page) => {
      await row(page, 'Functions', /^Cart\.total$/)
        .getByRole('link')
        .click()
      await page.locator('.source-line.marked').first().waitFor()
      expect(await page.locator('.source-line.marked').allTextContents()).toEqual([
        '  total() {\n',
        '    return this.items.reduce((sum, item) => sum + priceOf(item), 0)\n',
        '  }\n',
      ])
      expect(await page.locator('.source-line.marked').first().getAttribute('data-line')).toBe('5')
      const calls = facts.of('Cart.total').toSorted((a, b) => b.at - a.at)
      expect(await rows(page, 'Last calls').count()).toBe(calls.length)
      expect((await cells(rows(page, 'Last calls').first())).at(-1)).toBe(durationText(calls[0]!.duration!))
      expect(await rows(page, 'Last calls').filter({ hasText: 'threw TypeError' }).count()).toBe(1)
      expect((await rows(page, 'Callers').locator('.name').allTextContents()).toSorted()).toEqual(['boot', 'buy'])
      expect(await rows(page, 'Callees').locator('.name').allTextContents()).toEqual(['Cart.total.reduce callback'])
      const counts = await page.locator('.histogram tbody td.num').allTextContents()
      expect(counts.reduce((sum, text) => sum + Number(/\d+$/.exec(text)![0]), 0)).toBe(calls.length)
      await row(page, 'Callers', /^buy$/).press('Enter')
      await page.getByRole('heading', { name: /buy/ }).waitFor()
    }))
})

test('requests: both sides as one, with what is below them', () =>
  view('#/requests', async (page) => {
    await row(page, 'Requests', '/api/checkout/lamp').waitFor()
    expect(await rows(page, 'Requests').locator('.url').allTextContents()).toEqual(facts.requests.map(pathOf))
    expect(await rows(page, 'Requests').filter({ hasText: 'joined' }).count()).toBe(facts.requests.length)
    const lamp = facts.requests.find((one) => pathOf(one) === '/api/checkout/lamp')!
    const below = lamp.children.flatMap(function all(node): typeof facts.calls {
      return [...(node.kind === 'call' ? [node] : []), ...node.children.flatMap(all)]
    })
    const line = row(page, 'Requests', '/api/checkout/lamp')
    const shown = await cells(line)
    expect(shown[2]).toBe('409')
    expect(shown.slice(4)).toEqual([
      durationText(lamp.under!),
      String(below.length),
      String(below.filter(({ call }) => call.outcome === 'threw').length),
      String(below.filter(({ site }) => site.name === 'query').length),
      durationText(lamp.duration!),
    ])
    await line.click()
    expect(await rows(page, 'Queries').locator('code').allTextContents()).toEqual([
      'begin',
      'select left from stock where item = ?',
      'rollback',
    ])
    await page.locator('.sides').waitFor()
    expect(await page.locator('.sides tbody tr').nth(1).locator('td').allTextContents()).toEqual(['409', '409'])
    await line.focus()
    await page.keyboard.press('Enter')
    await row(page, 'Call tree', /^handle$/).waitFor()
  }))

test('errors: where each was thrown, what it unwound, who caught it and who did not', () =>
  view('#/errors', async (page) => {
    const way = async (name: string): Promise<string[]> => {
      await row(page, 'Errors', name).click()
      await page.getByRole('heading', { name, level: 2 }).waitFor()
      return page
        .locator('.way li')
        .evaluateAll((all) =>
          all.map((step) =>
            [step.querySelector('.way-words')!.textContent, step.querySelector('.name')?.textContent].filter(Boolean).join(' '),
          ),
        )
    }
    await row(page, 'Errors', 'TypeError').waitFor()
    expect(await way('TypeError')).toEqual([
      'thrown by priceOf',
      'unwound Cart.total.reduce callback',
      'unwound Cart.total',
      'caught by boot',
    ])
    expect(await way('OutOfStock')).toEqual(['thrown by reserve', 'caught by postCheckout'])
    expect(await way('RangeError')).toEqual(['thrown by crash', ...Array(3).fill('unwound crash'), 'unwound main', 'uncaught'])
    expect(await row(page, 'Errors', 'RangeError').textContent()).toContain('uncaught')
    // Its tab counts what is listed, not all the calls that it went through.
    const rows = await page.getByRole('region', { name: 'Errors' }).locator('[role=row]:not(:has([role=columnheader]))').count()
    await expect.poll(() => page.locator('.tabs a', { hasText: 'Errors' }).innerText()).toMatch(new RegExp(`^Errors\\s*${rows}$`))
  }))

test('search: names and values, with what was found marked', () =>
  view('#/search', async (page) => {
    await page.getByRole('searchbox', { name: 'Search names and values' }).fill('LAMP')
    await rows(page, 'What contains LAMP').first().waitFor()
    const marked = await page.locator('.found mark').allTextContents()
    expect(new Set(marked)).toEqual(new Set(['lamp']))
    expect(page.url()).toContain('q=LAMP')
    expect(await rows(page, 'What contains LAMP').filter({ hasText: 'reserve' }).count()).toBeGreaterThan(0)
    await page.getByRole('searchbox').fill('no such thing')
    await page.getByText('Nothing contains “no such thing”').waitFor()
  }))

test('compare: what another recording of the program did otherwise', async () => {
  const other = await recordShop(300)
  const gone = other.texts[1]!.replaceAll('only 2 of lamp left', 'sold out')
  const file = writeRecording(other, 'before.spoor.ndjson', gone)
  await view('#/compare', async (page) => {
    await page.locator('.choose input').setInputFiles(file.path)
    await page.getByRole('heading', { name: /^New/ }).waitFor()
    const news = await rows(page, 'New').locator('.name').allTextContents()
    const server = facts.summary.functions.filter((one) => /src\/(server|api|db)\.js/.test(one.file))
    expect(news.toSorted()).toEqual(server.map(({ name }) => name).toSorted())
    const fewer = row(page, 'Called more or less often', 'tick')
    expect((await cells(fewer)).slice(2)).toEqual(['300', '150', '×0.50', '-150'])
    await page.getByRole('button', { name: 'Swap' }).click()
    await page.getByRole('heading', { name: /^Gone/ }).waitFor()
    expect((await cells(row(page, 'Called more or less often', 'tick'))).slice(2)).toEqual(['150', '300', '×2.00', '+150'])
  })
})

describe('details', () => {
  test('arguments of every kind can be looked into, by keys alone, and hostile text stays text', () =>
    view('#/function/src%2Fshop.js%23show', async (page) => {
      await row(page, 'Last calls', "text: 'xxx").click()
      const value = page.getByRole('group', { name: 'value', exact: true })
      await value.waitFor()
      const lines = (await value.locator('.value-line').allTextContents()).join('\n')
      for (const shown of [
        '255 of 2,000 characters kept',
        'when: 1970-01-01T00:00:00.000Z',
        'lazy: [Getter] never called',
        '‹redacted› a secret',
        'Symbol(s)',
        'ƒ named',
        '/a+/g',
        'no: false',
      ])
        expect(lines).toContain(shown)
      await value.getByRole('button', { name: /^map:/ }).focus()
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowRight')
      await value.getByText('a hole in the array').waitFor()
      expect(await value.locator('.value-line').allTextContents()).toContain('1: empty a hole in the array')
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('ArrowLeft')
      expect(await page.evaluate(() => document.activeElement!.textContent)).toMatch(/^map:/)
    }))

  test('a short text stands in its line, be it the only argument, the result or the error', () =>
    view('#/tree', async (page) => {
      const site: TraceLine = {
        t: 'site',
        n: 1,
        id: 'a.ts#f',
        file: 'a.ts',
        name: 'brief',
        line: 1,
        column: 1,
        kind: 'function',
        params: ['word'],
      }
      const call = { t: 'call', n: 1, start: 1, end: 2, args: ['short'] as Snapshot[] } as const
      const lines: TraceLine[] = [
        headerOf(),
        site,
        { ...call, seq: 1, outcome: 'returned', value: '' },
        { ...call, seq: 2, start: 3, end: 4, outcome: 'threw', error: 'no' },
      ]
      const buffer = Buffer.from(lines.map(encodeLine).join(''))
      await page.locator('header input[type=file]').setInputFiles({ name: 'brief.spoor.ndjson', mimeType: 'text/plain', buffer })
      const value = async (name: string): Promise<string> => page.getByRole('group', { name, exact: true }).innerText()
      await row(page, 'Call tree', /^brief$/)
        .locator('.name')
        .click()
      await expect.poll(() => value('word')).toContain("word: 'short'")
      expect(await value('result')).toContain("result: ''")
      await rows(page, 'Call tree').nth(1).locator('.name').click()
      await expect.poll(() => value('error')).toContain("error: 'no'")
    }))

  test('what a recording holds is text and nothing else, wherever it is shown', () =>
    view('#/tree', async (page) => {
      await page.getByRole('button', { name: 'Marks' }).click()
      await row(page, 'Marks, the latest first', 'booted').click()
      await page.locator('.event-details', { hasText: HOSTILE.slice(-10) }).waitFor()
      for (const [place, shown] of [
        ['#/search?q=onerror', '.found mark'],
        ['#/functions', '[role=grid] .table-row .name'],
        ['#/tree', '[role=treegrid] .table-row .name'],
      ] as const) {
        await page.evaluate((hash) => (location.hash = hash), place)
        await page.locator(shown).first().waitFor()
        expect(await page.locator('main img, main b, main script, aside img, aside b').count()).toBe(0)
      }
    }))

  test('callers, places and functions lead on', () =>
    view('#/errors', async (page) => {
      await row(page, 'Errors', 'TypeError').click()
      await page.locator('.way').getByRole('button', { name: 'priceOf' }).first().click()
      const path = page.getByRole('navigation', { name: 'Callers' })
      await path.waitFor()
      expect(await path.locator('.name').allTextContents()).toEqual(['main', 'boot', 'Cart.total', 'Cart.total.reduce callback'])
      await path
        .getByRole('button')
        .filter({ has: page.getByText('Cart.total', { exact: true }) })
        .click()
      await page.locator('.event-details h3', { hasText: /Cart\.total$/ }).waitFor()
      await page.getByRole('button', { name: 'This function' }).click()
      await page.getByRole('heading', { name: /Cart\.total/, level: 2 }).waitFor()
      expect(page.url()).toContain('#/function/src%2Fcart.js%23Cart.total')
    }))
})
