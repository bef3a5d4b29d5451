import type { Overview } from '../../questions.ts'
import type { Slice } from './rows.ts'

export const AXIS = 24
export const HEAD = 22
export const ROW = 18
/** Of a box; what is left of the row is the gap below it. */
export const BOX = 17
/** Where marks have their flags. */
export const FLAGS = 16
const GAP = 10

/** A stream in the chart: its head, the flags of its marks, its rows. In pixels from the top of what can be scrolled. */
export interface Section {
  stream: number
  top: number
  flagsTop: number
  rowsTop: number
  rows: number
  bottom: number
  isOpen: boolean
}

export interface Layout {
  sections: Section[]
  height: number
}

/** Streams of a slice, one below another in their order. @param marked those that have marks, if not now */
export function layOut(overview: Overview, slice: Slice, marked: ReadonlySet<number>, folded: ReadonlySet<number>): Layout {
  const sections: Section[] = []
  let top = AXIS
  for (const { index } of overview.streams) {
    const rows = slice.streams.get(index)
    if (!rows) continue
    const isOpen = !folded.has(index)
    const flagsTop = top + HEAD
    const rowsTop = flagsTop + (isOpen && marked.has(index) ? FLAGS : 0)
    const bottom = rowsTop + (isOpen ? rows.count * ROW + GAP : 0)
    sections.push({ stream: index, top, flagsTop, rowsTop, rows: isOpen ? rows.count : 0, bottom, isOpen })
    top = bottom
  }
  return { sections, height: top }
}

/** Whether that point is on the head of the section, which stays in sight below the axis. @param y from the top of the canvas */
export const isHead = (section: Section, y: number, scroll: number): boolean =>
  y + scroll < section.top + HEAD || (y >= AXIS && y < AXIS + HEAD && section.top - scroll < AXIS)

export const sectionAt = (layout: Layout, y: number): Section | undefined =>
  layout.sections.find(({ top, bottom }) => y >= top && y < bottom)
