import { createRecorder, readTrace, summarise, treeOf } from '@spoor/trace'
import type { TreeNode } from '@spoor/trace'
import { beforeAll, describe, expect, test } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import { runTraced } from '../runtime/traced.ts'
import { faultsOf } from './schema.ts'

const PROGRAM = `
  class Cart {
    #items = []
    add(item, { count = 1 } = {}) { this.#items.push({ item, count, at: new Date(0), tags: new Set(['a']), password: 'x' }); return this }
    *lines() { for (const line of this.#items) yield line }
    total() { let sum = 0; for (const line of this.lines()) sum += price(line.item) * line.count; return sum }
  }
  function price(item) { if (!prices.has(item)) throw new RangeError('no price of ' + item); return prices.get(item) }
  const prices = new Map([['lamp', 12.5], ['chair', 40]])
  async function checkout(cart, ...coupons) {
    await pause(1)
    const total = cart.total()
    mark('checked', { total, none: undefined, big: 10n, nan: NaN, f: price, error: new TypeError('x'), hole: [, 1] })
    await Promise.all([pay(total), pay(0)])
    return total
  }
  async function pay(amount) { await pause(2); if (!amount) throw new Error('nothing to pay'); return Symbol('paid') }
  const first = (generator) => { for (const one of generator) return one }
  return async () => {
    const cart = new Cart().add('lamp').add('chair', { count: 2 })
    first(cart.lines())
    await checkout(cart, 'SALE').catch(() => 0)
    try { new Cart().add('sofa').total() } catch {}
    setTimeout(function late() { kept.push(pay(1)) }, 1)
    await settled()
    forever()
  }
  async function forever() { await new Promise(() => 0) }
`

let text: string
beforeAll(async () => {
  const recorder = createRecorder({ platform: 'node', title: 'real', versions: {} })
  const stop = spoor.subscribe(recorder)
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
  const kept: Promise<unknown>[] = []
  const settled = async (): Promise<void> => {
    while (!kept.length) await pause(1)
    await kept[0]
  }
  const names = { pause, mark: spoor.mark, kept, settled }
  const main = runTraced(`return (function program() { ${PROGRAM} })()`, names) as () => Promise<void>
  await main()
  // What runs longer than from one look to the next is told twice.
  text = recorder.take() + recorder.take() + recorder.take(performance.now(), 'exit')
  stop()
})

describe('a real recording', () => {
  test('keeps to the schema', () => {
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(new Set(lines.map(({ t }) => t))).toEqual(new Set(['header', 'site', 'call', 'mark', 'end']))
    expect(faultsOf(text)).toEqual([])
  })

  test('is summed up as the recorder knows it', async () => {
    const trace = readTrace([text])
    const { functions, totals } = await summarise(trace)
    const events = spoor.events().filter((event) => event.type === 'call')
    expect(trace.notes.faults).toBe(0)
    expect(totals.calls).toBe(events.length)
    for (const one of functions) {
      const calls = events.filter(({ site }) => site.id === one.id)
      expect([one.name, one.calls, one.running]).toEqual([one.name, calls.length, calls.filter(({ end }) => end === undefined).length])
      const ran = calls.reduce((sum, { ran }) => sum + ran, 0)
      expect(one.self).toBeLessThanOrEqual(ran + 0.01 * calls.length)
    }
    const of = (name: string): (typeof functions)[number] => functions.find((one) => one.name.endsWith(name))!
    expect(of('price')).toMatchObject({ failed: 1, errors: [{ text: 'RangeError: no price of sofa' }] })
    expect(of('Cart.total')).toMatchObject({ passed: 1, failed: 0 })
    expect(of('pay')).toMatchObject({ failed: 1 })
    expect(of('checkout')).toMatchObject({ passed: 1, waited: expect.any(Number) })
    expect(of('first').calls).toBe(1)
    expect(of('Cart.lines')).toMatchObject({ closed: 2, generator: true })
  })

  test('is a tree of what called what', async () => {
    const { roots } = await treeOf(readTrace([text]), { around: 'checkout' })
    const names = (node: TreeNode): string[] => [
      node.kind === 'call' ? node.site.name.split('.').at(-1)! : node.kind === 'mark' ? node.mark.name : node.kind,
      ...node.children.flatMap(names),
    ]
    const shown = roots.flatMap(names)
    expect(shown.slice(shown.indexOf('checkout'))).toEqual(['checkout', 'total', 'lines', 'price', 'price', 'checked', 'pay', 'pay'])
  })
})
