import { encodeLine, readTrace, Trace, treeOf } from '@spoor/trace'
import type { TreeNode, TreeOptions } from '@spoor/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { joined } from './joined.ts'
import { diceOf, Program } from './program.ts'

const { page, server } = joined()
const text = page.map(encodeLine).join('') + server.map((line) => encodeLine({ ...line, s: 1 })).join('')
const trace = readTrace([text])

/** `name` with what is below it; `(name)` leads to what was asked for only. */
type Shape = [string, ...Shape[]]

function shapeOf(node: TreeNode): Shape {
  const name =
    node.kind === 'call'
      ? node.site.name
      : node.kind === 'mark'
        ? `● ${node.mark.name}`
        : `${node.client ? 'c' : ''}${node.server ? 's' : ''} ${(node.client ?? node.server)!.url}`
  return [node.above ? `(${name})` : name, ...node.children.map(shapeOf)]
}

const shapes = async (options: TreeOptions): Promise<Shape[]> => (await treeOf(trace, options)).roots.map(shapeOf)

const answered: Shape = ['cs /api/checkout', ['postCheckout', ['reserve', ['query']]]]
const click: Shape = ['onBuyClick', ['Cart.checkout', ['format'], ['format'], ['● sale begins'], answered], ['showError']]

describe('a tree', () => {
  test('of all joins both sides of a request', async () => {
    expect(await shapes({})).toEqual([['query'], click, ['● idle'], ['query']])
  })

  test('of a recording that is given twice has everything once', async () => {
    const twice = new Trace([1, 2].map((n) => ({ name: `copy ${n}`, chunks: () => [text] })))
    expect((await treeOf(twice)).roots.map(shapeOf)).toEqual(await shapes({}))
  })

  test('of a request has the way to it and what ran for it', async () => {
    const expected = [['(onBuyClick)', ['(Cart.checkout)', answered]]]
    for (const request of ['checkout', 'post /API', 'POST *checkout', '/api/*']) expect(await shapes({ request })).toEqual(expected)
    expect((await treeOf(trace, { request: 'GET' })).found).toBe(0)
  })

  test('of a mark is the tree in which it stands, or what follows it', async () => {
    expect(await shapes({ mark: 'sale begins' })).toEqual([click])
    expect(await shapes({ mark: 'sale*' })).toEqual([click])
    expect(await shapes({ mark: 'idle' })).toEqual([['● idle']])
  })

  test('of a time has what ran then', async () => {
    // The first event is at 10.
    expect(await shapes({ from: 120, to: 121.5 })).toEqual([
      ['onBuyClick', ['Cart.checkout', ['cs /api/checkout', ['postCheckout', ['reserve', ['query']]]]]],
    ])
    expect(await shapes({ to: 5 })).toEqual([['query']])
    expect(await shapes({ from: 180 })).toEqual([['query']])
  })

  test.each(['reserve', 'server/stock.ts#reserve', '**#res*', 'server/stock.ts'])(
    'around %s has its callers, in the page too, and whom it calls',
    async (around) => {
      expect(await shapes({ around })).toEqual([
        ['(onBuyClick)', ['(Cart.checkout)', ['(cs /api/checkout)', ['(postCheckout)', ['reserve', ['query']]]]]],
      ])
    },
  )

  test('a method is found by its name alone, and by its full name', async () => {
    const expected: Shape[] = [['(onBuyClick)', click[1] as Shape]]
    expect(await shapes({ around: 'checkout' })).toEqual(expected)
    expect(await shapes({ around: 'Cart.checkout' })).toEqual(expected)
  })

  test('of some functions only: those below the others move up', async () => {
    expect(await shapes({ request: 'checkout', only: ['server/**', '!**#reserve'] })).toEqual([
      ['cs /api/checkout', ['postCheckout', ['query']]],
    ])
  })

  test('is cut at a depth, over streams, and at a number of events, and says how many are left', async () => {
    const cut = await treeOf(trace, { request: 'checkout', depth: 4 })
    expect(cut.roots.map(shapeOf)).toEqual([['(onBuyClick)', ['(Cart.checkout)', ['cs /api/checkout', ['postCheckout']]]]])
    expect(cut).toMatchObject({ shown: 5, left: 2 })
    expect(await treeOf(trace, { most: 3 })).toMatchObject({ shown: 3, left: 11 })
  })

  test('says what it knows of each event', async () => {
    const { roots } = await treeOf(trace)
    const [, buy, , lost] = roots as any[]
    expect(lost).toMatchObject({ orphan: true, duration: undefined, call: { outcome: 'running' } })
    expect(buy).toMatchObject({ at: 90, duration: 52, orphan: false, stream: 0 })
    expect(buy.children[1]).toMatchObject({ by: { seq: 2, name: 'Cart.checkout' } })
    const request = buy.children[0].children[3]
    expect(request).toMatchObject({ under: 8, duration: 48, server: { status: 409 } })
    // Learnt later.
    expect(request.children[0].call.error).toMatchObject({ name: 'OutOfStock' })
  })

  test('of any program has every call once, below its caller', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0, 0.3), async (seed, lost) => {
        const program = new Program(diceOf(seed), { events: 60, lost }).play()
        const { roots } = await treeOf(readTrace([program.text]))
        const parents = new Map<number, number>()
        const walk = (node: TreeNode, above: number): void => {
          if (node.kind !== 'call') return
          expect(parents.has(node.call.seq)).toBe(false)
          parents.set(node.call.seq, above)
          for (const child of node.children) walk(child, node.call.seq)
        }
        for (const root of roots) walk(root, 0)
        const calls = program.lines.filter((line) => line.t === 'call')
        const known = new Set(calls.map(({ seq }) => seq))
        expect(parents).toEqual(new Map(calls.map(({ seq, parent = 0 }) => [seq, known.has(parent) ? parent : 0])))
        for (const root of roots) if (root.kind === 'call') expect(root.orphan).toBe((root.call.parent ?? 0) > 0)
      }),
      { seed, numRuns: 60 },
    )
  })
})
