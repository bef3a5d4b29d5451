import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { shop } from './build.mjs'
import { golden } from './matrix.mjs'
import type { Golden } from './matrix.mjs'

/** What every row of the table is compared with is itself compared with the source. */
describe('golden', () => {
  let truth: Golden
  beforeAll(async () => {
    truth = await golden('golden-itself')
  })

  test('each frame is at a call, a throw or an await of the author’s', () => {
    const texts = Object.values(truth.frames).flat().map(sourceAt)
    expect(texts.length).toBeGreaterThan(20)
    for (const text of texts) expect(text).toMatch(/^(?:new \w+\(|await |[\w.#]+\()/)
  })

  test('the first frame of each stack is where the author throws', () => {
    const first = Object.entries(truth.frames).map(([name, frames]) => [name, frames[0] && sourceAt(frames[0])])
    expect(Object.fromEntries(first)).toEqual({
      outOfStock: expect.stringMatching(/^new OutOfStockError\(/),
      declined: expect.stringMatching(/^new PaymentDeclinedError\(/),
      badAddress: expect.stringMatching(/^normalise\(/),
      unknownProduct: expect.stringMatching(/^new UnknownProductError\(/),
    })
  })

  test('each call names a function and its place in the source', () => {
    expect(truth.calls.length).toBeGreaterThan(100)
    for (const call of truth.calls) expect(call).toMatch(/^src\/[\w/-]+\.ts#[^<]+:\d+:\d+ < (?:src\/.*)? (?:returned|threw|closed)$/)
  })
})

function sourceAt({ file, line, column }: { file: string; line: number; column: number }): string {
  const lines = readFileSync(join(shop, file), 'utf8').split('\n')
  return lines[line - 1]?.slice(column - 1) ?? ''
}
