import { encodeLine, mermaid, readTrace, treeOf } from '@spoor/trace'
import type { RequestLine, TraceLine, TreeNode } from '@spoor/trace'
import { expect, test } from 'vitest'
import { headerOf } from '../trace/program.ts'
import { bytesOf, opened, treeIn } from './model-recordings.ts'
import type { Branch } from './model-recordings.ts'

// A page asks its dev server, whose proxy sends the request on to an API with the header that it came with.
const SPAN = '1'.repeat(16)
const ORIGIN = 1_764_000_000_000
const site = (name: string): TraceLine => ({
  t: 'site',
  n: 1,
  id: `a.ts#${name}`,
  file: 'a.ts',
  name,
  line: 1,
  column: 1,
  kind: 'function',
})
const request = (seq: number, more: Partial<RequestLine>): TraceLine =>
  ({ t: 'request', seq, method: 'POST', url: '/api', status: 200, trace: 'a'.repeat(32), ...more }) as TraceLine

const page = [
  { ...headerOf({ stream: 'a'.repeat(16), origin: ORIGIN }), title: 'page' },
  site('buy'),
  { t: 'call', seq: 1, n: 1, start: 1, end: 99, outcome: 'returned' },
  request(2, { call: 1, side: 'client', span: SPAN, start: 2, end: 90 }),
] as TraceLine[]
const proxy = [
  { ...headerOf({ stream: 'b'.repeat(16), origin: ORIGIN }), title: 'proxy' },
  request(1, { side: 'server', span: '2'.repeat(16), parentSpan: SPAN, start: 10, end: 80 }),
  request(2, { call: 1, side: 'client', span: SPAN, start: 11, end: 75 }),
] as TraceLine[]
const api = [
  { ...headerOf({ stream: 'c'.repeat(16), origin: ORIGIN - 500 }), title: 'api' },
  site('checkout'),
  request(1, { side: 'server', span: '3'.repeat(16), parentSpan: SPAN, start: 515, end: 570 }),
  { t: 'call', seq: 2, n: 1, parent: 1, start: 516, end: 569, outcome: 'threw', error: 'no' },
] as TraceLine[]

const chain = ['buy', ['POST /api', ['POST /api', ['checkout']]]]

const shape = ({ row, children }: Branch): unknown[] => [row.name, ...children.map(shape)]
const nodeShape = (node: TreeNode): unknown[] => [
  node.kind === 'call' ? node.site.name : node.kind === 'mark' ? node.mark.name : `POST ${(node.client ?? node.server)!.url}`,
  ...node.children.map(nodeShape),
]

const orders = [
  [page, proxy, api],
  [page, api, proxy],
  [proxy, page, api],
  [proxy, api, page],
  [api, page, proxy],
  [api, proxy, page],
]

test.each(orders)('a request that a proxy sends on is two, one below the other, whatever is told first', async (...order) => {
  const engine = await opened(bytesOf(order.flatMap((lines, s) => lines.map((line) => ({ ...line, s })))))
  const shown = await treeIn(engine)
  expect(shown.map(shape)).toEqual([chain])
  expect(shown[0]!.row.failedBelow).toBe(true)
  const { rows } = await engine.ask('requests', { offset: 0, limit: 9 })
  expect(rows.map(({ calls, request: one }) => [one?.side, one?.under, calls])).toEqual([
    ['both', 8, 1],
    ['both', 4, 1],
  ])
  expect((await engine.ask('overview', {})).requests).toBe(2)
})

test('and one that leads nowhere, or comes from nobody, is not joined with itself', async () => {
  const alone = await opened(bytesOf(proxy))
  expect((await alone.ask('requests', { offset: 0, limit: 9 })).rows.map(({ request }) => request?.side)).toEqual(['server', 'client'])
  const unseen = await opened(bytesOf([...proxy, ...api.map((line) => ({ ...line, s: 1 }))]))
  expect((await treeIn(unseen)).map(shape)).toEqual([['POST /api', ['POST /api', ['checkout']]]])
})

test.each(orders)('the command and its exports see the same', async (...order) => {
  const text = order.flatMap((lines, s) => lines.map((line) => encodeLine({ ...line, s }))).join('')
  expect((await treeOf(readTrace([text]))).roots.map(nodeShape)).toEqual([chain])
  let diagram = ''
  for await (const piece of mermaid(readTrace([text]), { graph: true })) diagram += piece
  expect(diagram).toMatch(/-->/)
})
