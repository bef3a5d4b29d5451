import { readTrace, treeOf } from '@spoor/trace'
import type { TraceLine, TreeNode } from '@spoor/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { joined } from '../trace/joined.ts'
import { diceOf, headerOf } from '../trace/program.ts'
import { bytesOf, opened, piecesOf, randomRecording, treeIn } from './model-recordings.ts'
import type { Branch } from './model-recordings.ts'

/** What both ways of reading must agree on. */
interface Shape {
  kind: string
  name: string
  at: number
  duration: number | undefined
  orphan: boolean
  stream: number
  under: number | undefined
  children: Shape[]
}

function shapeOfNode(node: TreeNode): Shape {
  const { kind, at, duration, orphan, stream } = node
  const request = node.kind === 'request' ? (node.client ?? node.server)! : undefined
  const name = node.kind === 'call' ? node.site.name : node.kind === 'mark' ? node.mark.name : `${request!.method} ${request!.url}`
  const under = node.kind === 'request' ? node.under : undefined
  return { kind, name, at, duration, orphan, stream, under, children: ordered(node.children.map(shapeOfNode)) }
}

function shapeOfBranch({ row, children }: Branch): Shape {
  const { kind, at, duration, orphan, stream, name, request } = row
  return { kind, name, at, duration, orphan, stream, under: request?.under, children: ordered(children.map(shapeOfBranch)) }
}

/** Nothing says which of two streams comes first at the same time. */
const ordered = (shapes: Shape[]): Shape[] => shapes.sort((a, b) => a.at - b.at || a.stream - b.stream)

const pair = joined()
const shop = bytesOf([...pair.page, ...pair.server.map((line) => ({ ...line, s: 1 }))])

describe('children', () => {
  test('are those of the tree that @spoor/trace makes, whatever was recorded and however it comes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(0, 0.3), fc.constantFrom(1, 40, 1e9), async (seed, lost, most) => {
        const bytes = bytesOf(randomRecording(seed, { lost, events: 40 }))
        const { roots } = await treeOf(readTrace([bytes]))
        const engine = await opened(...piecesOf(bytes, diceOf(seed), most))
        expect(ordered((await treeIn(engine)).map(shapeOfBranch))).toEqual(ordered(roots.map(shapeOfNode)))
      }),
      { seed, numRuns: 120 },
    )
  })

  test('of a filter are those of a tree of these functions only', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const bytes = bytesOf(randomRecording(seed, { events: 40 }))
        const only = ['src/**', '!**#plain*']
        const { roots } = await treeOf(readTrace([bytes]), { only })
        expect(ordered((await treeIn(await opened(bytes), { filter: only.join(', ') })).map(shapeOfBranch))).toEqual(
          ordered(roots.map(shapeOfNode)),
        )
      }),
      { seed, numRuns: 40 },
    )
  })

  test('below an event, the other side of a request included', async () => {
    const engine = await opened(shop)
    const { rows } = await engine.ask('requests', { offset: 0, limit: 10 })
    expect(rows).toMatchObject([
      { name: 'POST /api/checkout', calls: 3, failures: 2, requests: 0, request: { side: 'both', status: 409, under: 8 } },
    ])
    const names = (branch: Branch): unknown[] => [branch.row.name, ...branch.children.map(names)]
    const under = await treeIn(engine, { under: rows[0]!.ref })
    expect(under.map(names)).toEqual([['POST /api/checkout', ['postCheckout', ['reserve', ['query']]]]])
    const { rows: functions } = await engine.ask('functions', {
      under: rows[0]!.ref,
      sort: 'name',
      descending: false,
      offset: 0,
      limit: 10,
    })
    expect(functions.map(({ name, calls }) => [name, calls])).toEqual([
      ['postCheckout', 1],
      ['query', 1],
      ['reserve', 1],
    ])
  })

  test('that began at the same time stand in the order of their numbers, however their lines are written', async () => {
    const text = new TextEncoder()
    const mark = (seq: number): TraceLine => ({ t: 'mark', seq, time: 1, name: `m${seq}` })
    const moved = `{"t":"mark","time":1,"name":"m1","seq":1}\n`
    const pieces = [bytesOf([headerOf(), mark(10), mark(3)]), text.encode(moved), bytesOf([mark(2), mark(11)])]
    const roots = await treeIn(await opened(...pieces))
    expect(roots.map(({ row }) => row.name)).toEqual(['m1', 'm2', 'm3', 'm10', 'm11'])
  })

  test('are who they were where streams, functions and marks are more than fit into a byte or two', async () => {
    const lines: TraceLine[] = []
    for (let s = 0; s < 300; s++) {
      lines.push({ ...headerOf({ stream: s.toString(16).padStart(16, '0') }), ...(s && { s }) })
      lines.push({ t: 'site', s, n: 1, id: `src/f.ts#f${s}`, file: 'src/f.ts', name: `f${s}`, line: 1, column: 1, kind: 'function' })
      lines.push({ t: 'call', s, seq: 1, n: 1, start: s, end: s + 1, outcome: 'returned' })
    }
    for (let seq = 2; seq < 2 ** 16 + 9; seq++) lines.push({ t: 'mark', s: 299, seq, time: 1000 + seq, name: `m${seq}` })
    const engine = await opened(bytesOf(lines))
    const told = async (offset: number): Promise<unknown[]> =>
      (await engine.ask('children', { of: null, offset, limit: 1 })).rows.map(({ name, stream }) => [name, stream])
    for (const s of [0, 255, 256, 299]) expect(await told(s)).toEqual([[`f${s}`, s]])
    for (const seq of [2, 257, 2 ** 16, 2 ** 16 + 8]) expect(await told(298 + seq)).toEqual([[`m${seq}`, 299]])
  })

  test('say what is known of each', async () => {
    const engine = await opened(shop)
    const [, buy, , lost] = await treeIn(engine)
    expect(lost!.row).toMatchObject({ orphan: true, outcome: 'running', name: 'query', args: ["'select 1'"], depth: 0 })
    expect(lost!.row).not.toHaveProperty('duration')
    expect(buy!.row).toMatchObject({
      name: 'onBuyClick',
      file: 'src/page.tsx',
      line: 12,
      failed: false,
      failedBelow: true,
      waited: 148.5 - 100,
    })
    const checkout = buy!.children[0]!
    expect(checkout.row).toMatchObject({
      failed: true,
      error: 'OutOfStock: only 1 of "lamp" left',
      args: ['Cart {total: 12.5}'],
      children: 4,
      depth: 1,
    })
    // It ran 1.25, of which 0.5 in two others.
    expect(checkout.row.self).toBe(0.75)
    expect(checkout.children[3]!.row).toMatchObject({ kind: 'request', failed: false, failedBelow: true })
    const post = checkout.children[3]!.children[0]!
    expect(post.row).toMatchObject({ name: 'postCheckout', stream: 1, depth: 3, error: 'OutOfStock: only 1 of "lamp" left' })
    const path = await engine.ask('path', { ref: post.row.ref })
    expect(path.rows.map(({ name }) => name)).toEqual(['onBuyClick', 'Cart.checkout', 'POST /api/checkout', 'postCheckout'])
  })

  test('an event that is not there is an error that says so', async () => {
    const engine = await opened(shop)
    for (const ref of [-1, 1.5, 1e9]) await expect(engine.ask('path', { ref })).rejects.toThrow('no event')
    await expect(engine.ask('children', { of: null, offset: 0, limit: 1, filter: 'src/**=loud' })).rejects.toThrow('"loud" is not a level')
  })
})
