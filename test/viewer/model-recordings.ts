import { encodeLine } from '@spoor/trace'
import type { CallLine, RequestLine, TraceLine } from '@spoor/trace'
import { createEngine } from '@spoor/viewer'
import type { Engine, Row, Scope } from '@spoor/viewer'
import { diceOf, Program } from '../trace/program.ts'
import type { Dice } from '../trace/program.ts'

export interface RandomOptions {
  events?: number
  lost?: number
  /** Generators may be asked to go on by anybody. */
  handedOn?: boolean
  /** Share of calls that are told as running before they are told as ended. */
  running?: number
}

/** A page and a server that play at random, each with marks; the server answers requests of the page. Lines of both, interleaved. */
export function randomRecording(seed: number, options: RandomOptions = {}): TraceLine[] {
  const dice = diceOf(seed)
  const page = withMore(new Program(dice, { ...options, stream: '00000000000000a1' }).play(dice() < 0.5), dice, options, 'client')
  const server = withMore(new Program(dice, { ...options, stream: '00000000000000b2' }).play(dice() < 0.5), dice, options, 'server')
  return interleaved(dice, [page, server.map((line) => ({ ...line, s: 1 }))])
}

/** Numbers of events are spread, which makes room for marks and requests between them. */
function withMore({ lines }: Program, dice: Dice, { running = 0.1 }: RandomOptions, side: RequestLine['side']): TraceLine[] {
  const out: TraceLine[] = []
  for (const line of lines) {
    if (line.t !== 'call') {
      out.push(line)
      continue
    }
    const call: CallLine = { ...line, seq: line.seq * 3, ...(line.parent && { parent: line.parent * 3 }) }
    const [before, behind] = around(call, dice, side)
    if (dice() < running) insert(out, dice, runningOf(call))
    out.push(...before, call, ...behind)
  }
  return out
}

function around(call: CallLine, dice: Dice, side: RequestLine['side']): [before: TraceLine[], behind: TraceLine[]] {
  const { seq, start, end = start } = call
  const mark: TraceLine = {
    t: 'mark',
    seq: seq + 1,
    ...(dice() < 0.7 && { parent: seq }),
    time: (start + end) / 2,
    name: `mark ${seq % 4}`,
  }
  const request: RequestLine = {
    t: 'request',
    seq: side === 'client' ? seq + 2 : seq - 1,
    side,
    method: 'GET',
    url: `/of/${seq % 5}`,
    start: side === 'client' ? start : Math.max(0, start - 0.25),
    ...(dice() < 0.9 && { end, status: dice() < 0.2 ? 500 : 200 }),
    trace: 'a'.repeat(32),
    span: spanOf(side, seq),
    ...(side === 'client' ? { call: seq } : { parentSpan: spanOf('client', seq + Math.floor(dice() * 2) * 3) }),
  }
  const isAsked = dice() < 0.3 && (side === 'client' || !call.parent)
  if (isAsked && side === 'server') call.parent = request.seq
  return [dice() < 0.15 ? [mark] : [], isAsked ? [request] : []]
}

const spanOf = (side: string, seq: number): string => `${side === 'client' ? 'c' : 'd'}${String(seq).padStart(15, '0')}`

function runningOf({ end: _, gaps: _gaps, value: _value, error: _error, ...call }: CallLine): CallLine {
  return { ...call, ran: 0.5, waited: 0, outcome: 'running' }
}

/** Somewhere behind the header and the functions. */
function insert(lines: TraceLine[], dice: Dice, line: TraceLine): void {
  const from = lines.findIndex(({ t }) => t !== 'header' && t !== 'site')
  const first = from < 0 ? lines.length : from
  lines.splice(first + Math.floor(dice() * (lines.length - first + 1)), 0, line)
}

function interleaved(dice: Dice, lists: TraceLine[][]): TraceLine[] {
  const rest = lists.map((list) => list.slice(1))
  const out = lists.map(([header]) => header!)
  while (rest.some((list) => list.length)) {
    const list = rest[Math.floor(dice() * rest.length)]!
    out.push(...list.splice(0, Math.ceil(dice() * 20)))
  }
  return out
}

export const bytesOf = (lines: readonly TraceLine[]): Uint8Array => new TextEncoder().encode(lines.map(encodeLine).join(''))

/** Pieces of at most so many bytes. */
export function piecesOf(bytes: Uint8Array, dice: Dice, most: number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const length = 1 + Math.floor(dice() * most)
    pieces.push(bytes.slice(at, at + length))
    at += length
  }
  return pieces
}

export async function opened(...pieces: Uint8Array[]): Promise<Engine> {
  const engine = createEngine()
  for (const piece of pieces) await engine.feed(piece)
  await engine.end()
  return engine
}

export interface Branch {
  row: Row
  children: Branch[]
}

/** The whole tree, asked for in parts. */
export async function treeIn(engine: Engine, scope: Scope = {}, of: number | null = null, most = 7): Promise<Branch[]> {
  const branches: Branch[] = []
  for (let total = 1; branches.length < total;) {
    const answer = await engine.ask('children', { ...scope, of, offset: branches.length, limit: most })
    total = answer.total
    if (!answer.rows.length && branches.length < total) throw new Error('a part is missing')
    for (const row of answer.rows) branches.push({ row, children: await treeIn(engine, scope, row.ref, most) })
  }
  return branches
}
