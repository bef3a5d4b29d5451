import type { CallEvent } from '@spoor/shared'
import { depthWithin, foldTree } from './fold.ts'
import type { Fold } from './fold.ts'
import { lineOf, ROOMS } from './line.ts'
import type { Line, NameOf, Piece, Tone } from './line.ts'

export interface RenderOptions {
  /** ANSI colours. @default false */
  color?: boolean
  /** Columns of the terminal; lines are cut to it, but never the place. @default 120 */
  width?: number
  /** Most lines. @default 60 */
  lines?: number
  /** The name of a function that created one of those shown, by the number of its call, where that call is not among the events. */
  nameOf?: (seq: number) => string | undefined
}

/** A line in its place in the tree. */
export interface Row {
  line: Line
  /** `│  ├─ ` */
  guide: string
  /** The same line with less room for each value. */
  shorter(room: number): Line
}

/**
 * Events -> the tree of calls as text, one line per call or per run of repeated calls; no newline at the end. Where there
 * are too many lines, the deeper calls are counted instead, then the later ones.
 */
export function renderTree(events: readonly CallEvent[], options: RenderOptions = {}): string {
  const { color = false, width = 120, lines = 60, nameOf } = options
  const { rows, left } = layOut(events, lines, nameOf)
  const widest = (measure: (line: Line) => string): number => Math.max(0, ...rows.map(({ line }) => measure(line).length))
  const time = widest((line) => line.time)
  const waiting = widest((line) => line.waiting)
  const room = Math.max(40, width - time - waiting - widest((line) => line.place) - 4)
  const fitted = rows.map((row) => ({ ...row, line: shrink(row, room) }))
  const columns = Math.min(room, Math.max(0, ...fitted.map(lengthOf).filter((length) => length <= room)))
  const out = fitted.map(({ guide, line }) =>
    paint(
      [
        ...fit([[guide, 'dim'], ...line.what], columns),
        [`  ${line.time.padStart(time)}`, 'time'],
        [`${line.waiting.padEnd(waiting)}  ${line.place}`, 'dim'],
      ],
      color,
    ),
  )
  if (left) out.push(paint([[leftOut(left), 'dim']], color))
  return out.join('\n')
}

/** What is said under a tree that was cut. */
export const leftOut = (calls: number): string =>
  `… ${calls} more ${calls > 1 ? 'calls' : 'call'} left out; narrow with \`include\` or spoor.off('src/x/**')`

/** Rows in the order of the tree. `left`: calls that are neither shown nor counted in a shown line. */
export function layOut(events: readonly CallEvent[], lines: number, elsewhere?: NameOf): { rows: Row[]; left: number } {
  const folds = foldTree(events)
  const names = new Map(events.map(({ seq, site }) => [seq, site.name]))
  const nameOf: NameOf = (seq) => names.get(seq) ?? elsewhere?.(seq)
  const depth = depthWithin(folds, lines)
  const rows: Row[] = []
  let left = 0
  const add = (fold: Fold, level: number, guide: string, inner: string): void => {
    if (rows.length >= lines) {
      left += fold.calls.length + fold.below
      return
    }
    const shorter = (space?: number): Line => lineOf(fold, level === depth, nameOf, space)
    rows.push({ guide, line: shorter(), shorter })
    if (level === depth) return
    fold.children.forEach((child, i) => {
      const last = i === fold.children.length - 1
      add(child, level + 1, inner + (last ? '└─ ' : '├─ '), inner + (last ? '   ' : '│  '))
    })
  }
  for (const fold of folds) add(fold, 1, '', '')
  return { rows, left }
}

const lengthOf = ({ guide, line }: Row): number => line.what.reduce((sum, [text]) => sum + text.length, guide.length)

/** The line with as much of its values as there is room for. */
function shrink(row: Row, room: number): Line {
  let { line } = row
  for (const space of ROOMS) {
    if (lengthOf({ ...row, line }) <= room) break
    line = row.shorter(space)
  }
  return line
}

/** Cuts or fills the pieces to so many columns; an error is never cut. */
function fit(pieces: Piece[], columns: number): Piece[] {
  if (pieces.some(([, tone]) => tone === 'bad') && pieces.reduce((sum, [text]) => sum + text.length, 0) > columns) return pieces
  const out: Piece[] = []
  let room = columns
  for (const [text, tone] of pieces) {
    if (text.length > room) {
      out.push([`${text.slice(0, Math.max(0, room - 1))}…`, tone])
      return out
    }
    out.push([text, tone])
    room -= text.length
  }
  out.push([' '.repeat(room), 'plain'])
  return out
}

const ANSI: Record<Tone, string> = { plain: '', name: '1', dim: '2', bad: '31', time: '36', place: '2' }

const paint = (pieces: readonly Piece[], color: boolean): string =>
  pieces.map(([text, tone]) => (color && ANSI[tone] && text.trim() ? `\u001b[${ANSI[tone]}m${text}\u001b[0m` : text)).join('')
