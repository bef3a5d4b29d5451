import type { Overview } from '../../questions.ts'
import type { Rows, Slice } from './rows.ts'

export const AXIS = 24
export const HEAD = 22
export const ROW = 18
/** Of a box; what is left of the row is the gap below it. */
export const BOX = 17
/** Where marks have their flags. */
export const FLAGS = 16
const GAP = 10
/** Between the requests of a stream and its calls. */
export const BAND_GAP = 5

/** A stream in the chart: its head, the flags of its marks, its requests, its calls. In pixels from the top of what can be scrolled. */
export interface Section {
  stream: number
  top: number
  flagsTop: number
  bandTop: number
  /** Rows of requests that are shown, and that there are. */
  bandRows: number
  allBandRows: number
  rowsTop: number
  rows: number
  bottom: number
  isOpen: boolean
  /** Whether its requests have all their rows. */
  isWide: boolean
}

export interface Layout {
  sections: Section[]
  height: number
}

/** How streams are shown. */
export interface Shown {
  /** Those that have marks, if not now. */
  marked: ReadonlySet<number>
  folded: ReadonlySet<number>
  /** Those whose requests have all their rows. */
  wide: ReadonlySet<number>
}

/** Streams of a slice, one below another in their order. */
export function layOut(overview: Overview, slice: Slice, shown: Shown): Layout {
  const sections: Section[] = []
  let top = AXIS
  for (const { index } of overview.streams) {
    const rows = slice.streams.get(index)
    if (!rows) continue
    sections.push(sectionOf(index, rows, top, shown))
    top = sections.at(-1)!.bottom
  }
  return { sections, height: top }
}

function sectionOf(stream: number, rows: Rows, top: number, { marked, folded, wide }: Shown): Section {
  const [isOpen, isWide] = [!folded.has(stream), wide.has(stream)]
  const [bandRows, callRows] = isOpen ? [rows.band(isWide).count, rows.count] : [0, 0]
  const flagsTop = top + HEAD
  const bandTop = flagsTop + (isOpen && marked.has(stream) ? FLAGS : 0)
  const rowsTop = bandTop + bandRows * ROW + (bandRows && callRows ? BAND_GAP : 0)
  const bottom = rowsTop + callRows * ROW + (isOpen ? GAP : 0)
  return {
    stream,
    top,
    flagsTop,
    bandTop,
    bandRows,
    allBandRows: rows.stream.requests.rows,
    rowsTop,
    rows: callRows,
    bottom,
    isOpen,
    isWide,
  }
}

/** What lies at that height, in pixels from the top of what can be scrolled: a row of requests, or of calls. */
export function rowAt({ sections }: Layout, y: number): { section: Section; kind: 'call' | 'request'; row: number } | undefined {
  const section = sections.find(({ top, bottom }) => y >= top && y < bottom)
  if (!section) return undefined
  const [kind, top, rows] =
    y < section.rowsTop ? (['request', section.bandTop, section.bandRows] as const) : (['call', section.rowsTop, section.rows] as const)
  const row = Math.floor((y - top) / ROW)
  return row >= 0 && row < rows ? { section, kind, row } : undefined
}

/** Where the row of what was found begins; absent where it is not shown. */
export function topOf(section: Section, { kind, row }: { kind: 'call' | 'request'; row: number }): number | undefined {
  const [top, rows] = kind === 'request' ? [section.bandTop, section.bandRows] : [section.rowsTop, section.rows]
  return row < rows ? top + row * ROW : undefined
}

export const isSame = (a: Layout, b: Layout): boolean =>
  a.height === b.height &&
  a.sections.length === b.sections.length &&
  a.sections.every((section, i) => isSameSection(section, b.sections[i]!))

const isSameSection = (a: Section, b: Section): boolean => (Object.keys(a) as (keyof Section)[]).every((key) => a[key] === b[key])
