import { printable } from '@spoor/shared'
import { onOutput as pc } from '../colors.ts'

/** A piece of a row, and how it is painted. */
export interface Cell {
  text: string
  paint?: (text: string) => string
}

export type Align = 'left' | 'right'

/** What a person sees of a text: marks that combine with the character before them take no column. */
const widthOf = (text: string): number => Array.from(text).length

/**
 * Rows as text in aligned columns, two blanks between them, indented by two; rows end where their last cell ends. The last two columns
 * share what room there is: the last but one is padded to `most` at the longest, the last is cut.
 */
export function table(rows: readonly (readonly Cell[])[], align: readonly Align[], width: number): string[] {
  const widths = align.map((_, i) => Math.max(0, ...rows.map((row) => widthOf(row[i]?.text ?? ''))))
  const wide = align.length - 2
  // Names give way to places down to a half of the room.
  const fixed = widths.slice(0, wide).reduce((sum, one) => sum + one + 2, 2)
  const room = Math.max(20, width - fixed)
  widths[wide] = Math.min(widths[wide] ?? 0, Math.max(room - 2 - (widths.at(-1) ?? 0), Math.floor(room / 2)))
  widths[wide + 1] = Math.max(0, room - 2 - (widths[wide] ?? 0))
  return rows.map((row) => `  ${row.map((cell, i) => fitted(cell, widths[i] ?? 0, align[i] ?? 'left')).join('  ')}`.trimEnd())
}

function fitted({ text, paint = (plain) => plain }: Cell, width: number, align: Align): string {
  const short = cutTo(text, width)
  const padding = ' '.repeat(Math.max(0, width - widthOf(short)))
  return align === 'right' ? padding + paint(short) : paint(short) + padding
}

/** Cells one behind the other, on as many lines as they need. */
export function wrapped(cells: readonly Cell[], between: string, width: number): string[] {
  const lines: { text: string; length: number }[] = []
  for (const { text, paint = (plain: string): string => plain } of cells) {
    const last = lines.at(-1)
    const length = (last?.length ?? 0) + widthOf(between) + widthOf(text)
    if (!last || length > width) lines.push({ text: paint(text), length: widthOf(text) })
    else Object.assign(last, { text: last.text + between + paint(text), length })
  }
  return lines.map(({ text }) => text)
}

/** Cut at its end, with `…`; nothing in it steers the terminal. */
export const cutTo = (text: string, width: number): string =>
  widthOf(text) <= width
    ? printable(text)
    : `${Array.from(printable(text))
        .slice(0, Math.max(0, width - 1))
        .join('')}…`

/** Cut at its beginning: of a path, its end tells more; otherwise as {@link cutTo}. */
export const cutFront = (text: string, width: number): string =>
  widthOf(text) <= width
    ? printable(text)
    : `…${Array.from(printable(text))
        .slice(-Math.max(0, width - 1))
        .join('')}`

/** `── Title ──────────` */
export const heading = (title: string, note = ''): string => `${pc.bold(title)}${note && `  ${pc.dim(note)}`}`

/** Columns to write in: of the terminal, within reason; 100 elsewhere. */
export const columnsOf = (stream: { columns?: number }): number => Math.min(160, Math.max(60, stream.columns ?? 100))
