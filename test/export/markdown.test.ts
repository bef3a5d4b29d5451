import { encodeLine, markdown, readTrace, tokensOf } from '@spoor/trace'
import type { MarkdownOptions, TraceLine } from '@spoor/trace'
import fc from 'fast-check'
import { encode as cl100k } from 'gpt-tokenizer/encoding/cl100k_base'
import { encode as o200k } from 'gpt-tokenizer/encoding/o200k_base'
import { expect, test } from 'vitest'
import { page, server, shop, textOf } from './fixture.ts'

const exported = (lines: readonly TraceLine[], options: MarkdownOptions = {}): Promise<string> =>
  textOf(markdown(readTrace([lines.map(encodeLine).join('')]), options))

const tokens = (text: string): number => Math.max(o200k(text).length, cl100k(text).length)

/** As many functions as it takes, each called and failing in its own way. */
function large(functions: number): TraceLine[] {
  const sites = Array.from({ length: functions }, (_, i): TraceLine => ({
    t: 'site',
    n: i + 1,
    id: `src/module${i % 7}.js#step${i}`,
    file: `src/module${i % 7}.js`,
    name: `step${i}`,
    line: i + 1,
    column: 1,
    kind: 'function',
    params: ['input'],
  }))
  const calls = sites.map((_, i): TraceLine => ({
    t: 'call',
    seq: i + 1,
    n: i + 1,
    ...(i ? { parent: Math.ceil(i / 3), depth: 1 } : {}),
    start: i,
    end: 3000 - i,
    args: [
      {
        k: 'object',
        name: 'Order',
        props: [
          ['id', i],
          ['note', 'x'.repeat(i % 50)],
        ],
        size: 2,
      },
    ],
    ...(i % 5
      ? { outcome: 'returned', value: i }
      : { outcome: 'threw', error: { k: 'error', name: 'RangeError', message: `out of stock: ${i}` } }),
  }))
  return [server[0]!, ...sites, ...calls.reverse()]
}

test('failures first, with values and callers; then where the time went; then the calls', async () => {
  const text = await exported(server)
  expect(text).toMatch(/^# Recording of `node server\.mjs`\n\n11 calls of 7 functions in \d/)
  expect(text).toContain('Not recorded: 123 (ring).')
  expect(text).toContain(
    '- `pay` at `src/pay.js:30:3` failed in 1 of 1 calls: `TypeError: card "declined" </script>`\n  - by way of `handle › pay`\n  - with `cart: [Circular], card: ‹redacted›`',
  )
  expect(text).toMatch(/\| `query` \| `src\/db\.js:40:3` \| 2 \|/)
  expect(text).toContain("\n  parse(text: 'a=1') → {a: 1} · 1.15 ms · src/server.js:20:3\n")
  const sections = [...text.matchAll(/^## .*/gm)].map(([title]) => title)
  expect(sections).toEqual(['## What failed', '## Where the time went', '## Calls'])
})

test.each([100, 150, 250, 500, 1000, 2000, 4000, 16_000])('never over %i tokens, by the real tokenizers', async (budget) => {
  for (const lines of [server, page, shop, large(10), large(1000)]) {
    const text = await exported(lines, { budget })
    expect(text.length).toBeGreaterThan(20)
    expect(tokens(text)).toBeLessThanOrEqual(budget)
  }
})

test('a budget is used: what a large recording has to say fills at least half of it', async () => {
  for (const budget of [1000, 4000, 16_000]) expect(tokens(await exported(large(1000), { budget }))).toBeGreaterThan(budget / 2)
})

test('with less room the least important goes first, and what is left out is counted', async () => {
  const small = await exported(large(1000), { budget: 400 })
  expect(small).toContain('## What failed')
  expect(small).toMatch(/… \d+ more/)
  const whole = await exported(large(10), { budget: 16_000 })
  expect(whole).not.toMatch(/… \d+ more/)
  expect(whole).toContain('step9(input: Order {id: 9')
})

test('names and values break out of no code span, fence or table', async () => {
  const text = await exported(page, { budget: 50_000 })
  for (const line of text.split('\n').filter((one) => one.startsWith('|'))) expect(line.replace(/\\\|/g, '').split('|')).toHaveLength(8)
  const [fence] = /^`{3,}/m.exec(text)!
  expect(text.split('\n').filter((line) => line.startsWith(fence))).toEqual([`${fence}text`, fence])
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u2028\u2029]/)
})

test('tokens are counted rather too many than too few, whatever the text', () => {
  const parts = fc.constantFrom(
    'checkout',
    'getUserById',
    'src/',
    'x9fK',
    'qzxv',
    'ﬀ',
    '你好',
    '👩‍👩‍👧',
    '{',
    '": "',
    '\n',
    '  ',
    '1234567',
    '0.001',
    '→',
    'שלום',
    'ba',
    'zuri',
    '`',
    '|',
    'ERR_HTTP2',
    'é',
  )
  const text = fc.oneof(
    fc.array(parts, { minLength: 30, maxLength: 300 }).map((all) => all.join('')),
    fc.string({ minLength: 100, maxLength: 500 }),
    fc.base64String({ minLength: 200, maxLength: 800 }),
  )
  // A single chance in so many characters may go the other way; a page of them may not.
  fc.assert(
    fc.property(fc.array(text, { minLength: 4, maxLength: 8 }), (texts) => tokens(texts.join(' ')) <= tokensOf(texts.join(' ')) * 1.03),
    { numRuns: 200, seed: 7 },
  )
})

test('only the functions asked for', async () => {
  const text = await exported(server, { only: ['src/db.js'] })
  expect(text).toContain('3 calls of 2 functions')
  expect(text).not.toContain('pay')
})
