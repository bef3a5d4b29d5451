import { BOX_FLAGS } from '../../questions.ts'
import { mix } from './colours.ts'
import type { Palette, RequestTone } from './colours.ts'
import type { Band, Bar } from './band.ts'
import { BOX, ROW } from './layout.ts'
import type { Section } from './layout.ts'
import type { Rows } from './rows.ts'
import type { Span } from './span.ts'

/** A box that is wide enough to say something: its place in the boxes of its stream, and where it is drawn, in device pixels. */
export interface Wide {
  rows: Rows
  index: number
  left: number
  right: number
  top: number
}

/** A request that is wide enough to say something. */
export interface WideBar {
  bar: Bar
  left: number
  right: number
  top: number
}

/** Where a call waited, wide enough to be hatched, in device pixels. */
export interface Hatch {
  left: number
  right: number
  top: number
}

/** Device pixels from which on a box gets a gap behind it, and a label. */
const GAPPED = 4
const LABELLED = 26

/** Of a request, in CSS pixels: from there on its begin is marked. */
const NARROW = 6

/**
 * Boxes as pixels. All lines of a row are alike but its last, which marks failures, so one line is made of each row, then copied: as
 * many boxes as there are pixels cost no more than a few.
 */
export class Pixels {
  private image: ImageData | undefined
  private lines: Uint32Array = new Uint32Array(0)
  private ground: Uint32Array = new Uint32Array(0)
  private line: Uint32Array = new Uint32Array(0)
  private foot: Uint32Array = new Uint32Array(0)
  private band: Uint32Array = new Uint32Array(0)
  private colours: Colours | undefined

  readonly wide: Wide[] = []
  readonly hatches: Hatch[] = []
  readonly wideBars: WideBar[] = []

  constructor(
    private width: number,
    private height: number,
    private ratio: number,
  ) {}

  /** Begins a frame of such a size, in device pixels. @param grid where lines of the axis go */
  begin(width: number, height: number, ratio: number, colours: Colours, grid: number[]): void {
    if (!this.image || this.width !== width || this.height !== height) {
      this.image = new ImageData(width, height)
      this.lines = new Uint32Array(this.image.data.buffer)
      ;[this.ground, this.band] = [new Uint32Array(width), new Uint32Array(width)]
      ;[this.line, this.foot] = [new Uint32Array(width), new Uint32Array(width)]
      ;[this.width, this.height] = [width, height]
    }
    this.ratio = ratio
    this.colours = colours
    this.wide.length = 0
    this.hatches.length = 0
    this.wideBars.length = 0
    this.ground.fill(colours.palette.groundPixel)
    for (const x of grid) if (x >= 0 && x < width) this.ground[x] = colours.palette.gridPixel
    this.lines.set(this.ground)
    for (let done = width; done < this.lines.length; done *= 2) this.lines.copyWithin(done, 0, Math.min(done, this.lines.length - done))
  }

  /** @param offset CSS pixels from the top of the image to the top of the layout */
  section(section: Section, rows: Rows, view: Span, offset: number): void {
    const band = rows.band(section.isWide)
    this.bandGround(section, offset)
    this.seen(section.bandTop + offset, section.bandRows, (row, top) => this.bandRow(band, row, view, top))
    this.seen(section.rowsTop + offset, section.rows, (row, top) => this.row(rows, row, view, top))
  }

  /** Those of so many rows that are within the image. @param top CSS pixels */
  private seen(top: number, rows: number, draw: (row: number, top: number) => void): void {
    const first = Math.max(0, Math.floor(-top / ROW))
    const last = Math.min(rows, Math.ceil((this.height / this.ratio - top) / ROW))
    for (let row = first; row < last; row++) draw(row, Math.round((top + row * ROW) * this.ratio))
  }

  put(context: CanvasRenderingContext2D, top: number): void {
    if (this.image) context.putImageData(this.image, 0, top)
  }

  private row(rows: Rows, row: number, view: Span, top: number): void {
    this.line.set(this.ground)
    this.foot.set(this.ground)
    this.boxes(rows, row, view, top)
    this.waits(rows, row, view, top)
    this.copy(top, 3)
  }

  /** The line, and as many of its foot as are told, in CSS pixels. */
  private copy(top: number, feet: number): void {
    const height = Math.round(BOX * this.ratio)
    const footAt = height - Math.round(feet * this.ratio)
    for (let y = Math.max(0, top); y < Math.min(this.height, top + height); y++)
      this.lines.set(y - top < footAt ? this.line : this.foot, y * this.width)
  }

  /** The rows of requests lie on a ground of their own. */
  private bandGround({ bandTop, bandRows }: Section, offset: number): void {
    const { groundPixel, bandPixel } = this.colours!.palette
    if (!bandRows) return
    this.band.set(this.ground)
    for (let x = 0; x < this.width; x++) if (this.band[x] === groundPixel) this.band[x] = bandPixel
    const from = Math.max(0, Math.round((bandTop + offset - 1) * this.ratio))
    const to = Math.min(this.height, Math.round((bandTop + offset + bandRows * ROW + 1) * this.ratio))
    for (let y = from; y < to; y++) this.lines.set(this.band, y * this.width)
  }

  /** Requests: what became of them is told by the colour, and by a line of it at their begin and below them. */
  private bandRow(band: Band, row: number, view: Span, top: number): void {
    this.line.set(this.band)
    this.foot.set(this.band)
    const scale = this.width / (view.to - view.from)
    for (const bar of band.within(row, view)) {
      const begin = Math.round((bar.from - view.from) * scale)
      const left = Math.max(0, begin)
      const end = Math.min(this.width, Math.round((bar.to - view.from) * scale))
      const right = Math.max(left + Math.round(2 * this.ratio), end - (end - left >= GAPPED ? 1 : 0))
      this.bar(bar, left, right, begin >= 0)
      if (right - left >= LABELLED * this.ratio) this.wideBars.push({ bar, left, right, top })
    }
    this.copy(top, 1.5)
  }

  private bar(bar: Bar, left: number, right: number, begins: boolean): void {
    const { fill, edge } = this.colours!.ofRequest(bar)
    // Many narrow ones beside each other are not to be louder than a wide one.
    this.line.fill(right - left < NARROW * this.ratio ? mix(edge, fill, 0.35) : fill, left, right)
    if (begins && right - left >= NARROW * this.ratio) this.line.fill(edge, left, Math.min(right, left + Math.round(2 * this.ratio)))
    this.foot.fill(edge, left, right)
  }

  private boxes(rows: Rows, row: number, view: Span, top: number): void {
    const { from, to, fn, flags } = rows.stream.boxes
    const { order, starts } = rows
    const scale = this.width / (view.to - view.from)
    for (let place = rows.firstAfter(row, view.from); place < starts[row + 1]!; place++) {
      const index = order[place]!
      if (from[index]! >= view.to) break
      const left = Math.max(0, Math.round((from[index]! - view.from) * scale))
      const end = Math.min(this.width, Math.round((to[index]! - view.from) * scale))
      const right = Math.max(left + 1, end - (end - left >= GAPPED && end < this.width ? 1 : 0))
      this.box(left, right, fn[index]!, flags[index]!)
      if (right - left >= LABELLED * this.ratio) this.wide.push({ rows, index, left, right, top })
    }
  }

  /** What failed stays to be seen where others share its pixel. */
  private box(left: number, right: number, fn: number, flags: number): void {
    const { palette } = this.colours!
    const isDimmed = flags & BOX_FLAGS.DIMMED
    const hasFailed = flags & BOX_FLAGS.FAILED && !isDimmed
    if (right - left <= 2 && !hasFailed && this.foot[left] === palette.badFoot) return
    // Of several in one box only some failed.
    const colour = hasFailed && !(flags & BOX_FLAGS.MERGED) ? palette.badPixel : this.colours!.of(fn, Boolean(isDimmed))
    this.line.fill(colour, left, right)
    this.foot.fill(hasFailed ? palette.badFoot : colour, left, right)
  }

  private waits(rows: Rows, row: number, view: Span, top: number): void {
    const { from, to } = rows.stream.waits
    const scale = this.width / (view.to - view.from)
    let done = 0
    for (let place = rows.firstWaitAfter(row, view.from); place < rows.waitStarts[row + 1]!; place++) {
      const index = rows.waitOrder[place]!
      if (from[index]! >= view.to) break
      const left = Math.max(done, Math.round((from[index]! - view.from) * scale))
      const right = Math.min(this.width - 1, Math.round((to[index]! - view.from) * scale))
      for (let x = left; x < right; x++) this.fade(x)
      if (right - left >= 8 * this.ratio) this.hatches.push({ left, right, top })
      done = Math.max(done, right)
    }
  }

  private fade(x: number): void {
    const { groundPixel } = this.colours!.palette
    this.line[x] = mix(this.line[x]!, groundPixel, 0.45)
    this.foot[x] = mix(this.foot[x]!, groundPixel, 0.45)
  }
}

/** Colours of functions, by their number, made when first asked for. */
export class Colours {
  private readonly full: number[] = []
  private readonly dimmed: number[] = []

  /** @param stepOf of the hues, for a function */
  constructor(
    readonly palette: Palette,
    private readonly stepOf: (fn: number) => number,
  ) {}

  of(fn: number, isDimmed: boolean): number {
    const colours = isDimmed ? this.dimmed : this.full
    return (colours[fn + 1] ??= this.make(fn, isDimmed))
  }

  ofRequest({ flags, status }: Pick<Bar, 'flags' | 'status'>): { fill: number; edge: number } {
    const { requests, badFoot } = this.palette
    const isMerged = flags & BOX_FLAGS.MERGED
    const colours = requests[isMerged ? 'moved' : toneOf(flags, status)]
    // Of several in one bar only some failed.
    if (!(flags & BOX_FLAGS.DIMMED)) return isMerged && flags & BOX_FLAGS.FAILED ? { ...colours, edge: badFoot } : colours
    return { fill: this.dim(colours.fill), edge: this.dim(colours.edge) }
  }

  private make(fn: number, isDimmed: boolean): number {
    const colour = this.palette.hues[this.stepOf(fn)]!
    return isDimmed ? this.dim(colour) : colour
  }

  private dim(colour: number): number {
    const { groundPixel, isDark } = this.palette
    return mix(mix(colour, 0xff808080, 0.4), groundPixel, isDark ? 0.22 : 0.25)
  }
}

function toneOf(flags: number, status: number): RequestTone {
  if (flags & BOX_FLAGS.FAILED || status >= 500) return 'failed'
  if (status >= 400) return 'refused'
  if (status >= 300) return 'moved'
  return status >= 200 ? 'good' : 'pending'
}
