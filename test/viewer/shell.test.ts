import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Shown } from './support/site.ts'
import { violations } from './support/violations.ts'
import { visits } from './support/visits.ts'
import { HOSTILE, shop, tab } from './timeline-shop.ts'

const open = visits()

const text = (page: Page, of: string): Promise<string> => page.locator(of).innerText()
const isRead = (page: Page): Promise<void> => expect.poll(() => text(page, '.foot')).toMatch(/^Recording/)
const address = (page: Page): string => decodeURIComponent(new URL(page.url()).hash)

describe('what is shown and where', () => {
  test('the files, how much there is in them, and a tab for each view', async () => {
    const page = await open(shop())
    await isRead(page)
    expect(await text(page, '.title')).toBe('tab.spoor.ndjson, server.spoor.ndjson')
    expect(await text(page, '.foot')).toMatch(/208 calls[^]*1 mark[^]*1 request[^]*1 failure[^]*clock steps of 100 µs/)
    for (const [key, view] of ['Timeline', 'Tree', 'Functions', 'Requests', 'Errors', 'Search', 'Compare'].entries()) {
      // A view may give the focus to its field.
      await page.keyboard.press('Escape')
      await page.keyboard.press(String(key + 1))
      await expect.poll(() => page.locator('.tabs [aria-current]').innerText()).toContain(view)
    }
    await page.goBack()
    await expect.poll(() => page.locator('.tabs [aria-current]').innerText()).toContain('Search')
  })

  test('filter, hidden streams and time stay through reload and back, and go along to other views', async () => {
    const page = await open(shop())
    await isRead(page)
    await page.keyboard.press('/')
    await page.keyboard.type('src/cart.ts')
    await expect.poll(() => text(page, '.matches')).toMatch(/^2 of \d+ functions$/)
    await page.locator('.streams').getByRole('button', { name: 'server.mjs' }).click()
    await expect.poll(() => address(page)).toBe(`#/timeline?filter=src/cart.ts&hide=${'2'.repeat(16)}`)
    await page.reload()
    await isRead(page)
    expect(await page.locator('#filter').inputValue()).toBe('src/cart.ts')
    expect(await page.locator('.streams').getByRole('button', { name: 'server.mjs' }).getAttribute('aria-pressed')).toBe('false')
    await page.getByRole('link', { name: 'Functions' }).click()
    await expect.poll(() => address(page)).toBe(`#/functions?filter=src/cart.ts&hide=${'2'.repeat(16)}`)
    await page.goBack()
    await page.goBack()
    await expect.poll(() => page.locator('.streams').getByRole('button', { name: 'server.mjs' }).getAttribute('aria-pressed')).toBe('true')
  })

  test('a filter that is none says why', async () => {
    const page = await open(shop())
    await isRead(page)
    await page.locator('#filter').fill('src/**=loud')
    await expect.poll(() => text(page, '.matches')).toContain('"loud" is not a level')
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect.poll(() => text(page, '.matches')).toBe('')
  })

  test('an event is zoomed to from another view, which back leads to', async () => {
    const page = await open(shop(), '#/tree')
    await isRead(page)
    await page.locator('[role=treegrid] .table-row .name', { hasText: 'render' }).click()
    await page.getByRole('button', { name: 'Zoom to it' }).click()
    await expect.poll(() => address(page)).toMatch(/^#\/timeline\?from=495&to=605/)
    await expect.poll(() => text(page, '.range b')).toBe('110 ms')
    await page.goBack()
    // With what was selected there.
    await expect.poll(() => address(page)).toMatch(/^#\/tree\?sel=\d+$/)
  })

  test('a time that is meant can be taken back', async () => {
    const page = await open(shop(), '#/functions?from=500&to=600')
    await isRead(page)
    await page.getByRole('button', { name: 'All of the time' }).click()
    await expect.poll(() => address(page)).toBe('#/functions')
  })
})

describe('keys', () => {
  test('fields keep theirs, and Esc leaves them', async () => {
    const page = await open(shop())
    await isRead(page)
    await page.locator('#filter').focus()
    await page.keyboard.type('2?w')
    expect(await page.locator('#filter').inputValue()).toBe('2?w')
    expect(address(page)).toMatch(/^#\/timeline|^$/)
    await page.keyboard.press('Escape')
    await page.keyboard.press('2')
    await expect.poll(() => address(page)).toMatch(/^#\/tree/)
  })

  test('arrows lead from nowhere to the list of a view', async () => {
    const page = await open(shop())
    await isRead(page)
    await page.keyboard.press('3')
    await page.locator('#main [role=row][tabindex="0"]').first().waitFor()
    await page.keyboard.press('ArrowDown')
    const focused = (): Promise<string | null> => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex') ?? null)
    await expect.poll(focused).toBe('2')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focused).toBe('3')
  })

  test('? lists them, Esc closes the list and gives the focus back', async () => {
    const page = await open(shop())
    await isRead(page)
    await page.getByRole('button', { name: 'Keys' }).focus()
    await page.keyboard.press('?')
    await expect.poll(() => page.getByRole('dialog', { name: 'Keys' }).isVisible()).toBe(true)
    expect(await text(page, 'dialog')).toContain('Zoom in and out')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(false)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Keys')
  })
})

describe('files', () => {
  test('are opened by a button, gzip or not, in place of what is shown', async () => {
    const page = await open(undefined)
    await expect.poll(() => text(page, 'main')).toContain('No recording is open')
    const [one, other] = shop()
    const buffers = [gzipSync(one!.text), Buffer.from(other!.text)]
    await page
      .locator('input[type=file]')
      .setInputFiles(
        buffers.map((buffer, i) => ({ name: `${i}.spoor.ndjson${i ? '' : '.gz'}`, mimeType: 'application/octet-stream', buffer })),
      )
    await expect.poll(() => text(page, '.foot')).toMatch(/^Recording[^]*208 calls/)
    expect(await text(page, '.title')).toBe('0.spoor.ndjson.gz, 1.spoor.ndjson')
  })

  test('are opened in place of others that are still being read', async () => {
    const page = await open(undefined)
    await page.evaluate(
      (texts) => {
        new MutationObserver(() => {
          if (document.body.textContent.includes('was closed')) document.body.dataset['failed'] = 'once'
        }).observe(document.body, { childList: true, subtree: true, characterData: true })
        for (const [i, text] of texts.entries()) {
          const files = new DataTransfer()
          files.items.add(new File([text], `${i}.spoor.ndjson`))
          document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }))
        }
      },
      shop().map((one) => String(one.text)),
    )
    await expect.poll(() => text(page, '.title')).toBe('1.spoor.ndjson')
    await expect.poll(() => text(page, '.foot')).toMatch(/^Recording[^]* calls/)
    expect(await text(page, '.title')).toBe('1.spoor.ndjson')
    expect(await page.locator('body').getAttribute('data-failed')).toBe(null)
  })

  test('that are none, to be compared with, leave nothing behind', async () => {
    const page = await open(shop(), '#/compare')
    await isRead(page)
    expect(page.workers()).toHaveLength(1)
    await page
      .locator('main input[type=file]')
      .first()
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no') })
    await expect.poll(() => text(page, 'main')).toContain('no recording of Spoor')
    await expect.poll(() => page.workers().length).toBe(1)
  })

  test('are opened where they are dropped', async () => {
    const page = await open(undefined)
    const drop = (name: string): Promise<void> =>
      page.evaluate(
        ([name, text]) => {
          const files = new DataTransfer()
          files.items.add(new File([text!], 'dropped.spoor.ndjson'))
          document.body.dispatchEvent(new DragEvent(name!, { bubbles: true, cancelable: true, dataTransfer: files }))
        },
        [name, tab()],
      )
    await drop('dragover')
    await expect.poll(() => text(page, '#page')).toContain('Drop recordings to open them')
    await drop('drop')
    await expect.poll(() => text(page, '.foot')).toMatch(/^Recording[^]*205 calls/)
  })
})

describe('states that speak', () => {
  const lines = (): string[] => tab().split('\n')
  const says = async (shown: Shown[], ...words: (RegExp | string)[]): Promise<Page> => {
    const page = await open(shown)
    await expect.poll(() => text(page, '.foot')).not.toMatch(/^(Reading|No recording)/)
    for (const one of words) await expect.poll(() => text(page, 'main')).toMatch(one)
    return page
  }

  test('no recording, and how to get one', async () => {
    const page = await open(undefined)
    await expect.poll(() => text(page, 'main')).toContain('npx spoor run')
    expect(await text(page, '.foot')).toContain('No recording')
  })

  test('no recording at all', async () => {
    await says([{ name: 'a.txt', text: 'once upon a time\n' }], 'This cannot be opened')
  })

  test('of a newer major version', async () => {
    await says([{ name: 'new.spoor.ndjson', text: tab().replace('"major":1', '"major":2') }], /2\.0|version 2|newer/i)
  })

  test('of a newer minor version', async () => {
    const page = await says([{ name: 'new.spoor.ndjson', text: tab().replace('"minor":0', '"minor":7') }])
    await expect.poll(() => text(page, '.notices')).toMatch(/newer|1\.7/i)
    await expect.poll(() => page.locator('.chart canvas').count()).toBe(1)
  })

  test('cut off in the midst', async () => {
    const page = await says([{ name: 'cut.spoor.ndjson', text: tab().slice(0, -60) }])
    await expect.poll(() => text(page, '.notices')).toMatch(/cut|truncated/i)
    await page.getByRole('button', { name: 'Put away' }).first().click()
    await expect.poll(() => page.locator('.notice').count()).toBe(0)
  })

  test('without calls', async () => {
    const empty = [{ name: 'empty.spoor.ndjson', text: `${lines()[0]}\n` }]
    await says(empty, 'The recording holds no calls', 'npx spoor explain FILE')
  })

  test('a server that has no such recording', async () => {
    await says([{ name: 'gone.spoor.ndjson', status: 500 }], 'answered 500 to recording/0')
  })

  test('what was dropped, by reason', async () => {
    const drop = `{"t":"drop","time":600,"reason":"calls","count":1234}\n{"t":"drop","time":600,"reason":"queue","count":6}\n`
    const page = await says([{ name: 'dropped.spoor.ndjson', text: tab().replace(/(?=\{"t":"end")/, drop) }])
    await expect.poll(() => text(page, '.foot')).toContain('1,240 events not recorded')
    await page.locator('.drops summary').click()
    await expect
      .poll(() => text(page, '.drops ul'))
      .toBe('1,234 beyond the calls that are kept of each function\n6 came faster than they could be written')
  })

  test('every process hidden', async () => {
    const page = await open(shop(), `#/timeline?hide=${'1'.repeat(16)},${'2'.repeat(16)}`)
    await expect.poll(() => text(page, 'main')).toContain('Every process is hidden')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => page.locator('.chart canvas').count()).toBe(1)
  })
})

describe('looks', () => {
  const ground = (page: Page): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor)

  test('follow the system until they are chosen, which is remembered', async () => {
    const page = await open(shop(), '', { colorScheme: 'dark' })
    await isRead(page)
    expect(await ground(page)).toBe('rgb(16, 18, 22)')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(() => ground(page)).toBe('rgb(255, 255, 255)')
    const colours = page.getByRole('combobox', { name: 'Colours' })
    await colours.selectOption('dark')
    await expect.poll(() => ground(page)).toBe('rgb(16, 18, 22)')
    await page.reload()
    await isRead(page)
    expect(await ground(page)).toBe('rgb(16, 18, 22)')
    expect(await colours.inputValue()).toBe('dark')
    const next = await page.context().newPage()
    await next.goto(page.url())
    await expect.poll(() => ground(next)).toBe('rgb(16, 18, 22)')
    // Pages that are open follow, and the system is a choice too.
    await next.getByRole('combobox', { name: 'Colours' }).selectOption('system')
    await expect.poll(() => ground(page)).toBe('rgb(255, 255, 255)')
    await page.reload()
    await isRead(page)
    expect(await colours.inputValue()).toBe('system')
  })

  test('are chosen where nothing may be stored, for as long as the page is open', async () => {
    const page = await open(shop(), '', { colorScheme: 'light' })
    await page.addInitScript(() =>
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('denied', 'SecurityError')
        },
      }),
    )
    await page.reload()
    await isRead(page)
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('dark')
    await expect.poll(() => ground(page)).toBe('rgb(16, 18, 22)')
    await page.reload()
    await isRead(page)
    expect(await ground(page)).toBe('rgb(255, 255, 255)')
  })

  test.each(['timeline', 'tree', 'functions', 'requests', 'errors', 'search', 'compare'])('%s has room in 360 pixels', async (view) => {
    const page = await open(shop(), `#/${view}`, { viewport: { width: 360, height: 740 } })
    await isRead(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    expect(await page.evaluate(() => document.querySelector('main')!.scrollWidth)).toBeLessThanOrEqual(360)
  })

  test.each(['light', 'dark'] as const)('axe has nothing to say: %s', async (colorScheme) => {
    const page = await open(shop(), '#/timeline', { colorScheme, bypassCSP: true })
    await isRead(page)
    await page.locator('.chart canvas').focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => page.locator('.details').count()).toBe(1)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('?')
    await expect.poll(() => page.getByRole('dialog').isVisible()).toBe(true)
    expect(await violations(page)).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe has nothing to say where there is nothing to show: %s', async (colorScheme) => {
    const page = await open([{ name: 'cut.spoor.ndjson', text: 'nothing' }], '', {
      colorScheme,
      bypassCSP: true,
      viewport: { width: 360, height: 740 },
    })
    await expect.poll(() => text(page, 'main')).toContain('cannot be opened')
    expect(await violations(page)).toEqual([])
  })

  test('axe is heard: a field without a name', async () => {
    const page = await open(undefined, '', { bypassCSP: true })
    await page.evaluate(() => document.querySelector('main')!.append(document.createElement('input')))
    expect(await violations(page)).toEqual([expect.stringContaining('label')])
  })
})

test('recorded text stays text wherever it turns up', async () => {
  const page = await open(shop(), '#/timeline')
  await isRead(page)
  for (const [view, shown] of [
    ['timeline', '.chart canvas'],
    ['tree', '[role=treegrid] .table-row .name'],
    ['functions', '[role=grid] .table-row .name'],
    ['requests', '[role=grid] .table-row .url'],
    ['errors', '[role=grid] .table-row .message'],
    [`search?q=${encodeURIComponent('<img')}`, '.found mark'],
    ['compare', '.choose'],
  ] as const) {
    await page.goto(new URL(`#/${view}`, page.url()).href)
    await page.locator(shown).first().waitFor()
    expect(await page.locator('main img, main script').count()).toBe(0)
  }
  await page.goto(new URL('#/functions', page.url()).href)
  await expect.poll(() => text(page, 'main')).toContain(HOSTILE.slice(0, 20))
})
