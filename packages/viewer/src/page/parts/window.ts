/** Taller than this an element cannot be in every browser. */
const TALLEST = 15_000_000

/** Where the rows of a table lie that is too tall to be drawn as a whole. Lengths in pixels. */
export interface Window {
  /** Rows that are drawn. */
  from: number
  to: number
  /** Height of all rows, as far as the scroll bar is concerned. */
  height: number
  /** Top of the first row that is drawn. */
  top: number
}

/**
 * @param scroll how far the rows are scrolled
 * @param room height in which rows are seen
 */
export function windowOf(total: number, rowHeight: number, scroll: number, room: number): Window {
  const whole = total * rowHeight
  const height = Math.min(whole, TALLEST)
  const spare = Math.max(0, height - room)
  const at = Math.min(Math.max(0, scroll), spare)
  // Beyond the tallest, the scroll bar's way stands for a longer one.
  const from = Math.max(0, Math.floor(stretched(at, whole, height, room) / rowHeight) - 4)
  const to = Math.min(total, from + Math.ceil(room / rowHeight) + 9)
  const shift = stretched(at, whole, height, room) - at
  return { from, to, height, top: from * rowHeight - shift }
}

/** How far to scroll for a row to be seen, from where it is scrolled now. */
export function scrollTo(index: number, total: number, rowHeight: number, scroll: number, room: number): number {
  const whole = total * rowHeight
  const height = Math.min(whole, TALLEST)
  const now = stretched(scroll, whole, height, room)
  const top = index * rowHeight
  const wanted = top < now ? top : top + rowHeight > now + room ? top + rowHeight - room : now
  return wanted === now ? scroll : whole === height ? wanted : (wanted / Math.max(1, whole - room)) * (height - room)
}

const stretched = (at: number, whole: number, height: number, room: number): number =>
  whole === height ? at : (at / Math.max(1, height - room)) * (whole - room)
