import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mermaid } from '@spoor/trace'
import type { MermaidOptions, TraceLine } from '@spoor/trace'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath } from '../support/chromium.ts'
import { asRecording, HOSTILE, page, server, shop, textOf } from './fixture.ts'

const library = readFileSync(createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js'), 'utf8')

let browser: Browser
let tab: Page

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
  tab = await browser.newPage()
  await tab.setContent('<main></main>')
  await tab.addScriptTag({ content: library })
  await tab.evaluate('mermaid.initialize({ startOnLoad: false, securityLevel: "strict" })')
})

afterAll(async () => browser?.close())

/** The texts of the picture that the real library draws; it throws on what it cannot read. */
async function drawn(diagram: string): Promise<string[]> {
  const svg = (await tab.evaluate(
    `mermaid.render('d${Math.random().toString(36).slice(2)}', ${JSON.stringify(diagram)}).then(({ svg }) => svg)`,
  )) as string
  return tab.evaluate(
    `(() => { const main = document.querySelector('main'); main.innerHTML = ${JSON.stringify(svg)};
      return [...main.querySelectorAll('text, foreignObject')].map((one) => one.textContent.replace(/\\s+/g, ' ').trim()).filter(Boolean) })()`,
  )
}

const exported = (lines: readonly TraceLine[], options: MermaidOptions = {}): Promise<string> =>
  textOf(mermaid(asRecording(lines), options))

describe('the sequence of one tree', () => {
  test('is that with the most failures: who calls whom, with what, and what comes back', async () => {
    expect(await exported(server)).toBe(
      [
        'sequenceDiagram',
        '  actor p0 as server.mjs',
        '  participant p1 as src/server.js',
        '  participant p2 as src/pay.js',
        "  p0-)p1: POST /api/checkout · handle(IncomingMessage #123;…#125;, #123;__proto__#58; 1, name#58; 'N', …#125;)",
        "  p1->>p1: parse('a=1')",
        '  p1-->>p1: #123;a#58; 1#125;',
        '  p1->>p2: pay(#91;Circular#93;, ‹redacted›)',
        '  p2--xp1: threw TypeError#58; card #34;declined#34; #60;/script#62;',
        '  p1--xp0: threw TypeError#58; card #34;declined#34; #60;/script#62;',
        '',
      ].join('\n'),
    )
  })

  test('is drawn by the real library, with our texts', async () => {
    const texts = await drawn(await exported(server))
    expect(texts).toEqual(
      expect.arrayContaining([
        'server.mjs',
        'src/pay.js',
        "parse('a=1')",
        'pay([Circular], ‹redacted›)',
        'threw TypeError: card "declined" </script>',
      ]),
    )
  })

  test('whatever the names, the library reads them and shows them', async () => {
    const texts = await drawn(await exported(page))
    expect(texts).toEqual(expect.arrayContaining(['/</script>']))
    for (const name of [
      '</script><!-- <b>bold</b> -->',
      'arrow --> ->> ==> -.-> end',
      'semi;colon#35;hash#quot;|pipe|{brace}[bracket](par',
      'end',
      '__proto__',
      'שלום',
    ])
      expect(
        texts.some((text) => text.startsWith(name)),
        `${name}: ${texts.join('\n')}`,
      ).toBe(true)
  })

  test.each([
    ['node src/server.mjs --port 3000', {}, 'server.mjs'],
    ['node src/server.mjs --port 3000', { thread: 2 }, 'server.mjs (worker 2)'],
    ['C:\\bin\\tool.exe run', {}, 'tool.exe'],
    ['node', {}, 'node'],
    ['node -e code', {}, 'node'],
    ['http://localhost:5173/shop/cart', { platform: 'browser' as const }, '/shop/cart'],
    ['http://localhost:5173', { platform: 'browser' as const }, '/'],
    ['', {}, 'node'],
  ])('who talks has a short name: %s', async (title, more, short) => {
    const [header, ...rest] = server as [Extract<TraceLine, { t: 'header' }>, ...TraceLine[]]
    const [, actor] = (await exported([{ ...header, title, ...more }, ...rest])).split('\n')
    expect(actor).toBe(`  actor p0 as ${short}`)
  })

  test('a picture is not bigger than a page: what is left out is counted', async () => {
    const many = Array.from({ length: 500 }, (_, i): TraceLine => ({
      t: 'call',
      seq: i + 2,
      n: 2 + (i % 2),
      parent: 1,
      start: i,
      end: i + 0.5,
      outcome: 'returned',
    }))
    const diagram = await exported([...server.slice(0, 9), ...many, { t: 'call', seq: 1, n: 1, start: 0, end: 600, outcome: 'returned' }])
    expect(diagram.split('\n').length).toBeLessThan(130)
    expect(diagram).toContain('Note over p0: … 441 more calls left out')
    expect(await drawn(diagram)).toContain('… 441 more calls left out')
  })

  test('the same call again and again is told once', async () => {
    const many = Array.from({ length: 500 }, (_, i): TraceLine => ({
      t: 'call',
      seq: i + 2,
      n: 2,
      parent: 1,
      start: i,
      end: i + 0.5,
      outcome: 'returned',
    }))
    const diagram = await exported([...server.slice(0, 9), ...many, { t: 'call', seq: 1, n: 1, start: 0, end: 600, outcome: 'returned' }])
    expect(diagram).toContain('parse() ×500')
    expect(diagram).not.toContain('left out')
  })

  test('leads from the page to the server where a request joins them', async () => {
    const click: TraceLine[] = [
      { ...(page[0] as Extract<TraceLine, { t: 'header' }>) },
      {
        t: 'site',
        s: 2,
        n: 1,
        id: 'src/page.js#onClick',
        file: 'src/page.js',
        name: 'onClick',
        line: 1,
        column: 1,
        kind: 'function',
        async: true,
      },
      {
        t: 'request',
        s: 2,
        seq: 2,
        call: 1,
        side: 'client',
        method: 'POST',
        url: '/api/checkout',
        start: 0.2,
        end: 55,
        status: 200,
        trace: 'a'.repeat(32),
        span: 'b'.repeat(16),
      },
      { t: 'call', s: 2, seq: 1, n: 1, start: 0.1, end: 56, outcome: 'returned' },
    ]
    const absolute = server.map((line) => (line.t === 'request' ? { ...line, url: `http://127.0.0.1:5199${line.url}` } : line))
    const diagram = await exported([...absolute, ...click])
    expect(diagram).toMatch(/p0-\)(p\d): onClick\(\)\n {2}\1-\)(p\d): POST \/api\/checkout · handle\(.*\n {2}\2->>\2: parse/)
    expect(await drawn(diagram)).toEqual(expect.arrayContaining(['onClick()', 'src/server.js (server.mjs)']))
  })
})

describe('the graph of calls', () => {
  test('tells how often who calls whom, and where it failed', async () => {
    const diagram = await exported(server, { graph: true })
    expect(diagram).toMatch(/subgraph f\d\["src\/pay\.js"\]\n {4}(n\d+)\["pay"\]:::failed\n/)
    const id = (name: string): string => new RegExp(`(n\\d+)\\["${name}"\\]`).exec(diagram)![1]!
    expect(diagram).toContain(`${id('handle')} -->|"×2"| ${id('parse')}`)
    expect(diagram).toContain(`${id('handle')} -->|"×1"| ${id('pay')}`)
    expect(await drawn(diagram)).toEqual(expect.arrayContaining(['src/db.js', 'handle', '×2']))
  })

  test('whatever the names, the library reads them and shows them', async () => {
    const texts = (await drawn(await exported(shop, { graph: true }))).join('\n')
    for (const name of ['</script><!-- <b>bold</b> -->', 'arrow --> ->> ==> -.-> end', '|pipe|{brace}[bracket](par', '__proto__'])
      expect(texts).toContain(name)
  })

  test('of many functions those that failed and took longest are shown', async () => {
    const sites = Array.from({ length: 60 }, (_, i): TraceLine => ({
      t: 'site',
      n: i + 1,
      id: `a#f${i}`,
      file: 'a',
      name: `f${i}`,
      line: i + 1,
      column: 1,
      kind: 'function',
    }))
    const calls = sites.map((_, i): TraceLine => ({
      t: 'call',
      seq: i + 1,
      n: i + 1,
      start: i * 100,
      end: i * 100 + i,
      outcome: i ? 'returned' : 'threw',
    }))
    const diagram = await exported([server[0]!, ...sites, ...calls], { graph: true })
    expect(diagram).toContain('"f0"]:::failed')
    expect(diagram).toContain('"f59"]')
    expect(diagram).not.toContain('"f1"]')
    expect(diagram).toContain('… 20 more functions left out')
    expect(await drawn(diagram)).toContain('f59')
  })
})

test('only the functions asked for: what lies between is passed over', async () => {
  const diagram = await exported(server, { only: ['src/pay.js', 'src/db.js'], graph: true })
  expect(diagram).not.toContain('handle')
  expect(await exported([], {})).toContain('nothing was recorded')
})

test('a text that is no diagram is refused by the library, so that it does judge', async () => {
  await expect(drawn('sequenceDiagram\n  p1->>p2 no colon; end')).rejects.toThrow(/Parse error|Lexical/)
  expect(HOSTILE.length).toBeGreaterThan(10)
})
