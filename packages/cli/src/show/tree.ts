import { failed, formatSnapshot, printable } from '@spoor/shared'
import type { Snapshot } from '@spoor/shared'
import type { CallNode, MarkNode, RequestNode, Tree, TreeNode } from '@spoor/trace'
import { onOutput as pc } from '../colors.ts'
import { count, counted, duration } from './numbers.ts'
import { cutFront, cutTo } from './table.ts'

export interface TreeShowOptions {
  /** Columns. */
  width: number
  /** Whether arguments, results and what was thrown are shown. */
  values: boolean
}

type Paint = (text: string) => string
type Piece = [text: string, paint: Paint]

const plain: Paint = (text) => text

/** A line of the tree. */
interface Row {
  guide: string
  /** Of a second line, where what was thrown does not fit into the first. */
  inner: string
  /** @param room characters for each value */
  what(room: number): Piece[]
  time: string
  waiting: string
  place: string
}

/** A tree as text for people: a line for each event or run of equal ones, with what it took and where it stands in the source. */
export function showTree(tree: Tree, options: TreeShowOptions): string {
  const { roots, left, streams } = tree
  const several = streams.length > 1
  const rows: (Row | string)[] = []
  let stream = -1
  for (const group of folded(roots)) {
    const [root] = group as [TreeNode]
    if (several && root.stream !== stream) rows.push(`${rows.length ? '\n' : ''}${pc.dim(titleOf(tree, root.stream))}`)
    stream = root.stream
    addRows(rows, group, { guide: '', inner: '', stream }, { ...options, streams })
  }
  const lines = layOut(rows, options.width)
  if (left) lines.push(pc.dim(`… ${counted(left, 'more event')} left out; narrow with --request, --around, --only or --depth`))
  return lines.length ? `${lines.join('\n')}\n` : ''
}

const titleOf = ({ streams }: Pick<Tree, 'streams'>, stream: number): string => {
  const { title = '', platform = 'other', pid, thread } = streams[stream] ?? {}
  return `${printable(title || platform)}${pid === undefined ? '' : ` · pid ${pid}${thread ? `/${thread}` : ''}`}`
}

interface Place {
  guide: string
  inner: string
  /** Stream of what it stands below. */
  stream: number
}

type Options = TreeShowOptions & Pick<Tree, 'streams'>

function addRows(rows: (Row | string)[], group: readonly TreeNode[], { guide, inner, stream }: Place, options: Options): void {
  const [node] = group as [TreeNode]
  const below = folded(node.children)
  rows.push({ guide, inner: inner + (below.length ? '│  ' : '   '), ...rowOf(node, group, stream, options) })
  below.forEach((next, i) => {
    const last = i === below.length - 1
    const home = node.kind === 'request' ? (node.server?.s ?? 0) : node.stream
    addRows(rows, next, { guide: inner + (last ? '└─ ' : '├─ '), inner: inner + (last ? '   ' : '│  '), stream: home }, options)
  })
}

/** Calls of one function that follow each other, call nothing and went well make one line. */
function folded(nodes: readonly TreeNode[]): TreeNode[][] {
  const groups: TreeNode[][] = []
  for (const node of nodes) {
    const last = groups.at(-1)
    if (last && foldable(node) && foldable(last[0]!) && last[0].site.id === node.site.id && last[0].orphan === node.orphan) last.push(node)
    else groups.push([node])
  }
  return groups
}

const foldable = (node: TreeNode): node is CallNode =>
  node.kind === 'call' && !node.children.length && /^(returned|promised)$/.test(node.call.outcome)

type Told = Omit<Row, 'guide' | 'inner'>

function rowOf(node: TreeNode, group: readonly TreeNode[], stream: number, options: Options): Told {
  const row =
    node.kind === 'call' ? callRow(node, group as CallNode[], options) : node.kind === 'mark' ? markRow(node, options) : requestRow(node)
  const notes: Piece[] = []
  if (node.orphan) notes.push(['  below a call that was not recorded', pc.yellow])
  // The other side of a request, in a process or page of its own.
  const crosses = node.kind === 'request' && node.client && node.server && node.server.s !== node.client.s
  if (crosses) notes.push([`  by ${titleOf(options, node.server?.s ?? 0)}`, pc.dim])
  else if (node.stream !== stream) notes.push([`  in ${titleOf(options, node.stream)}`, pc.dim])
  return { ...row, what: (room) => [...row.what(room), ...notes] }
}

function callRow(node: CallNode, group: readonly CallNode[], { values }: Options): Told {
  const { call, site, by, above } = node
  const name: Piece = [`${plainName(site.name)}${site.generator ? '*' : ''}`, above ? plain : pc.bold]
  const took = group.reduce((sum, one) => sum + (one.duration ?? 0), 0)
  const waited = group.reduce((sum, one) => sum + (one.call.waited ?? 0), 0)
  return {
    what(room) {
      const what = [name, ...argumentsOf(group, values, room)]
      if (group.length > 1) what.push([` × ${count(group.length)}`, pc.cyan])
      what.push(...outcomeOf(node, group, values, room))
      if (by)
        what.push([`  ↩ created in ${by.name === undefined ? 'a call that was not recorded' : plainName(by.name)} #${by.seq}`, pc.dim])
      return what
    },
    time: call.end === undefined ? '' : duration(took),
    waiting: waited > 0.05 ? `${duration(waited)} waiting` : '',
    place: site.line ? `${site.file}:${site.line}:${site.column}` : site.file,
  }
}

/** `total~2` -> `total` */
const plainName = (name: string): string => name.replace(/~\d+$/, '')

function argumentsOf(group: readonly CallNode[], values: boolean, room: number): Piece[] {
  const { call, site } = group[0] as CallNode
  if (!values || !call.args) return [['()', pc.dim]]
  const common = group.every((one) => same(one.call.args, call.args))
  const text = common ? call.args.map((arg, i) => labelled(site.params?.[i], arg, room)).join(', ') : '…'
  return [
    ['(', pc.dim],
    [cutTo(text, room * 2), plain],
    [')', pc.dim],
  ]
}

/** `a: 1`; patterns and rest parameters speak for themselves. */
const labelled = (label: string | undefined, arg: Snapshot, room: number): string =>
  `${label && /^[\w$]+$/.test(label) ? `${label}: ` : label?.startsWith('...') ? '...' : ''}${formatSnapshot(arg, room)}`

function outcomeOf(node: CallNode, group: readonly CallNode[], values: boolean, room: number): Piece[] {
  const { call, site } = node
  const { outcome, error, value } = call
  switch (outcome) {
    case 'threw': {
      const text = error === undefined ? '' : formatSnapshot(error, 200)
      // In full where it comes from; where it only passes, its name.
      const what = passes(node) && typeof error === 'object' && error?.k === 'error' ? formatSnapshot({ ...error, message: '' }, 200) : text
      return [[`${THREW}${values ? what : ''}`.trimEnd(), failed({ outcome, error, site }) ? pc.red : pc.dim]]
    }
    case 'running':
      return [[site.generator ? ' … suspended' : ' … still running', pc.yellow]]
    case 'closed':
      return [[' closed', pc.dim]]
    default: {
      const dull = !values || value === undefined || (typeof value === 'object' && value?.k === 'undefined')
      if (dull || !group.every((one) => same(one.call.value, value))) return []
      return [
        [' → ', pc.dim],
        [formatSnapshot(value, room), plain],
      ]
    }
  }
}

const THREW = ' ✗ threw '

/** Whether what a call threw came from one of those below it. */
const passes = ({ call, children }: CallNode): boolean =>
  children.some((one) => one.kind === 'call' && one.call.outcome === 'threw' && same(one.call.error, call.error))

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function requestRow({ client, server, under, duration: took }: RequestNode): Told {
  const { method, url } = (client ?? server)!
  const status = client?.status ?? server?.status
  const error = client?.error ?? server?.error
  const what: Piece[] = [[`${client ? '⇄' : '⇠'} ${method} ${url}`, pc.magenta]]
  if (error !== undefined) what.push([` ✗ ${error}`, pc.red])
  else if (status === undefined) what.push([' … no answer yet', pc.yellow])
  else what.push([` → ${status}`, status >= 400 ? pc.red : pc.green])
  return {
    what: () => what,
    time: took === undefined ? '' : duration(took),
    waiting: under === undefined ? '' : `${duration(Math.max(0, under))} there`,
    place: '',
  }
}

const markRow = ({ mark }: MarkNode, { values }: Options): Told => ({
  what: (room) => [
    [`● ${mark.name}`, pc.yellow],
    [mark.data === undefined || !values ? '' : ` ${formatSnapshot(mark.data, room)}`, plain],
  ],
  time: '',
  waiting: '',
  place: '',
})

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, [text]) => sum + Array.from(text).length, 0)

/** Most characters of a place. */
const MOST_PLACE = 32

/** Characters for each value: less and less, where there is not enough room. */
const ROOMS: readonly number[] = [48, 36, 28, 20, 14, 10]

/** What happened to the left, times and places in columns to the right; an error that does not fit has a line of its own. */
function layOut(rows: readonly (Row | string)[], width: number): string[] {
  const all = rows.filter((row) => typeof row !== 'string')
  const widest = (measure: (row: Row) => number, most = Infinity): number => Math.min(most, Math.max(0, ...all.map(measure)))
  const time = widest((row) => row.time.length)
  const waiting = widest((row) => row.waiting.length)
  const place = widest((row) => row.place.length, MOST_PLACE)
  const room = Math.max(40, width - time - waiting - place - 4 - (waiting ? 2 : 0))
  const shown = new Map(all.map((row) => [row, shrink(row, room)]))
  const text = widest((row) => row.guide.length + lengthOf(shown.get(row)!.what), room)
  return rows.flatMap((row) => {
    if (typeof row === 'string') return [row]
    const { what, below } = shown.get(row)!
    const times = `  ${pc.cyan(row.time.padStart(time))}${waiting ? `  ${pc.dim(row.waiting.padEnd(waiting))}` : ''}`
    const right = `${times}  ${pc.dim(cutFront(row.place, place))}`
    const line = `${pc.dim(row.guide)}${fitted(what, text - row.guide.length)}${right}`.trimEnd()
    return below ? [line, `${pc.dim(row.inner)}${below[1](printable(below[0].trimStart()))}`] : [line]
  })
}

/** What there is room for, and the error, if it takes a line of its own. */
function shrink({ guide, what }: Row, room: number): { what: Piece[]; below?: Piece } {
  const fits = (pieces: readonly Piece[]): boolean => guide.length + lengthOf(pieces) <= room
  const first = ROOMS.map(what).find(fits)
  if (first) return { what: first }
  const wide = what(ROOMS[0]!)
  const error = wide.find(([text]) => text.startsWith(THREW.trimEnd()))
  if (!error) return { what: what(ROOMS.at(-1)!) }
  const without = ROOMS.map((one) => what(one).filter(([text]) => !text.startsWith(THREW.trimEnd())))
  return { what: without.find(fits) ?? without.at(-1)!, below: error }
}

function fitted(pieces: readonly Piece[], room: number): string {
  let left = room
  const shown = pieces.map(([text, paint]) => {
    const short = left > 0 ? cutTo(text, left) : ''
    left -= Array.from(short).length
    return short && paint(short)
  })
  return shown.join('') + ' '.repeat(Math.max(0, left))
}
