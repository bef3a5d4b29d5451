import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyOf, edit, read } from '../support/fixture.ts'
import type { Fixture, Variant } from '../support/fixture.ts'
import { callsIn, openBrowser, placesIn, sitesIn } from '../support/visit.ts'
import type { Visit } from '../support/visit.ts'
import { withPage } from './story.ts'

let browser: Browser
beforeAll(async () => void (browser = await openBrowser()))
afterAll(() => browser.close())

/** The dev server's page of a copy that may be edited. */
function withCopy<T>(variant: Variant, way: string, name: string, work: (seen: Visit, fixture: Fixture) => Promise<T>): Promise<T> {
  const fixture = copyOf('react', `${name}-${variant}`)
  return withPage(browser, variant, { way, fixture }, (seen) => work(seen, fixture))
}

const COUNTER = 'src/Counter.tsx'

/** Several edits of a file that is written once, until the page has taken them. */
async function change(seen: Visit, fixture: Fixture, file: string, ...changes: [from: string, to: string][]): Promise<void> {
  const before = seen.hotUpdates()
  const text = changes.reduce(
    (text, [from, to]) => {
      expect(text.split(from), from).toHaveLength(2)
      return text.replace(from, to)
    },
    read(fixture, file),
  )
  edit(fixture, file, read(fixture, file), text)
  await expect.poll(() => seen.hotUpdates(), { timeout: 60_000 }).toBeGreaterThan(before)
}

/** What is on the page after each of some edits, and whether it was loaded anew. */
async function edits(seen: Visit, fixture: Fixture) {
  const { page, errors, printed } = seen
  const pages: [what: string, html: string, reloaded: boolean][] = []
  const after = async (what: string, text: string, file?: string, ...changes: [from: string, to: string][]): Promise<void> => {
    await page.evaluate('globalThis.stayed = true')
    if (file) await change(seen, fixture, file, ...changes)
    await page.getByText(text, { exact: true }).waitFor()
    pages.push([what, await page.innerHTML('#app'), !(await page.evaluate('globalThis.stayed'))])
  }
  await page.click('#add')
  await page.click('#tick')
  await after('state', 'Count: 1')
  await after('a text: state is kept', 'Clicks: 1', COUNTER, ["label = 'Count'", "label = 'Clicks'"])
  await after('a function in a hook: state is kept', 'More 1', COUNTER, ['Add {', 'More {'], ['old + 1', 'old + 5'])
  await page.click('#wider')
  await after('it is the new one', 'More 6')
  await after(
    'one more hook: state is gone',
    'New: 0',
    COUNTER,
    ["label = 'Clicks'", "label = 'New'"],
    ['const id = useId()', 'const id = useId()\n  const [extra] = useState(7)'],
  )
  await page.click('#add')
  await after(
    'functions in front: state is kept',
    'Newer: 1',
    COUNTER,
    ["label = 'New'", "label = 'Newer'"],
    ['function useStep', 'export const first = (n: number) => n\n\nfunction useStep'],
  )
  await after('a class component: state is gone', 'Tocks: 10', 'src/Clock.tsx', ['Ticks: ', 'Tocks: '])
  await after('a file of functions', 'Newer: 1', 'src/fails.ts', ['too long', 'much too long'])
  await after('memo and forwardRef', 'Search', 'src/Items.tsx', ['label="Filter"', 'label="Search"'])
  await page.click('#broken')
  await after('an error boundary', 'stopped: much too long: broken in render')
  return { pages, errors: errors.map(String), printed: (await printed()).map((line) => line.split('\n')[0]) }
}

describe.each(['no compiler', 'native compiler', 'preset for @rolldown/plugin-babel'])('%s', (way) => {
  test('edits do to the page what they do without Spoor: components are swapped, and keep their state where they would', async () => {
    const name = `refresh-${way.replaceAll(/\W+/g, '-')}`
    const bare = await withCopy('bare', way, name, edits)
    expect(bare.pages.map(([what, , reloaded]) => [what, reloaded]).filter(([, reloaded]) => reloaded)).toEqual([])
    expect(await withCopy('auto', way, name, edits)).toEqual(bare)
  })
})

/** Names of the functions of a file that ran since the page was told to forget. */
const ranIn = async (seen: Visit, file: string): Promise<string[]> => {
  const calls = await callsIn(seen)
  return [...new Set(calls.flatMap((call) => (call.file === file ? call.name : [])))].sort()
}

async function again(seen: Visit): Promise<void> {
  await seen.page.evaluate('spoor.clear()')
  await seen.page.click('#add')
}

test('functions switched off before an edit are off after it, and those switched on are on', async () => {
  await withCopy('auto', 'no compiler', 'switched-off', async (seen, fixture) => {
    await seen.page.evaluate(`spoor.off('${COUNTER}#Counter')`)
    await change(seen, fixture, COUNTER, ["label = 'Count'", "label = 'Clicks'"])
    await seen.page.getByText('Clicks: 0').waitFor()
    await again(seen)
    expect(await ranIn(seen, COUNTER)).toEqual(['Counter.onClick callback', 'Counter.useReducer callback', 'useStep'])
  })
  await withCopy('idle', 'no compiler', 'switched-on', async (seen, fixture) => {
    await seen.page.evaluate(`spoor.on('${COUNTER}#useStep*')`)
    await change(seen, fixture, COUNTER, ["label = 'Count'", "label = 'Clicks'"])
    await seen.page.getByText('Clicks: 0').waitFor()
    await again(seen)
    expect(await ranIn(seen, COUNTER)).toEqual(['useStep'])
  })
})

describe.each(['no compiler', 'native compiler'])('%s', (way) => {
  test('fifty edits: functions keep their ids, their places follow, and nothing piles up', async () => {
    await withCopy('auto', way, `fifty-${way.replaceAll(' ', '-')}`, async (seen, fixture) => {
      const before = await sitesIn(seen)
      const places = await placesIn(seen, COUNTER)
      for (let n = 0; n < 50; n++) {
        const lower: [string, string][] = n % 10 === 0 ? [['function useStep', '\nfunction useStep']] : []
        await change(seen, fixture, COUNTER, [`label = '${n ? `Count ${n - 1}` : 'Count'}'`, `label = 'Count ${n}'`], ...lower)
        await seen.page.getByText(`Count ${n}: 0`, { exact: true }).waitFor()
      }
      const after = await sitesIn(seen)
      expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
      const lower = places.map((place) => place.replace(/\d+(?=:\d+$)/, (line) => String(Number(line) + 5)))
      expect(await placesIn(seen, COUNTER)).toEqual(lower)
      expect(seen.errors).toEqual([])
      await again(seen)
      expect(await ranIn(seen, COUNTER)).toContain('Counter')
    })
  })
})
