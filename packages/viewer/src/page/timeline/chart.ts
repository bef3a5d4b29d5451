import { effect, signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { Engine, Overview, Questions, TimelineSlice } from '../../questions.ts'
import { Asker } from '../asker.ts'
import { engine, isGrowing, overview } from '../engine.ts'
import { laneScope } from '../past.ts'
import { route } from '../routes.ts'
import { hovered, selected } from '../selection.ts'
import { isDark } from '../theme.ts'
import { palette, stepOf } from './colours.ts'
import { drawFrame } from './frame.ts'
import { Labels } from './labels.ts'
import { AXIS, HEAD, isSame, layOut, ROW, rowAt } from './layout.ts'
import type { Layout } from './layout.ts'
import { drawLinks } from './links.ts'
import type { Links } from './links.ts'
import { names } from './names.ts'
import { FONT, placeOf } from './overlay.ts'
import type { Frame } from './overlay.ts'
import { Colours, Pixels } from './pixels.ts'
import { Slice } from './rows.ts'
import type { Found, Rows } from './rows.ts'
import { lengthOf } from './span.ts'
import type { Span } from './span.ts'
import { bounds, colourBy, folded, isLive, view, wide } from './view.ts'

/** How often the slice is asked for again because the recording grew, in milliseconds; less often while files are read, to be read sooner. */
const PACE = 200
const PACE_OF_FILES = 600

/** How much more time than is seen is asked for, to either side. */
const ROOM = 0.5

/**
 * The flame chart on its canvas. Each frame draws the slice that is there at the place where it belongs now; where that is too coarse, or
 * does not reach so far, another is asked for and takes its place when it comes.
 */
export class Chart {
  /** What was drawn last. */
  readonly frame: Signal<Frame | undefined> = signal()
  readonly layout: Signal<Layout> = signal({ sections: [], height: 0 })
  private slice: Slice | undefined
  private links: { ref: number; links: Links } | undefined
  private readonly pixels = new Pixels(0, 0, 1)
  private readonly labels: Labels
  private readonly marked = new Set<number>()
  private readonly context: CanvasRenderingContext2D
  private colours: Colours
  private sought: number | undefined
  private asked = ''
  /** Where the recording ended when it was asked. */
  private readonly ends = new WeakMap<object, number>()
  private askedAt = -Infinity
  private asker: Asker<'timeline'> | undefined
  private linker: Asker<'links'> | undefined
  private pending = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly stops: (() => void)[]

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scroller: HTMLElement,
  ) {
    this.context = canvas.getContext('2d', { alpha: false })!
    this.labels = new Labels((text) => this.context.measureText(text).width)
    this.context.font = FONT
    this.colours = this.newColours()
    const observer = new ResizeObserver(() => this.touch())
    observer.observe(scroller)
    const touch = (): void => this.touch()
    scroller.addEventListener('scroll', touch, { passive: true })
    this.stops = [
      () => observer.disconnect(),
      () => scroller.removeEventListener('scroll', touch),
      effect(() => this.open(engine.value)),
      effect(() => this.recolour(isDark.value, colourBy.value, names.value)),
      effect(() => this.link(hovered.value ?? selected.value)),
      effect(
        () => void [view.value, overview.value, folded.value, wide.value, laneScope.value, selected.value, hovered.value, this.touch()],
      ),
    ]
  }

  close(): void {
    for (const stop of this.stops) stop()
    this.asker?.close()
    this.linker?.close()
    cancelAnimationFrame(this.pending)
    clearTimeout(this.timer)
  }

  /** Draws in the next frame. */
  touch(): void {
    this.pending ||= requestAnimationFrame(() => {
      this.pending = 0
      this.draw()
    })
  }

  /** What is at a point of the canvas, in CSS pixels. */
  at(x: number, y: number): Found | undefined {
    const frame = this.frame.peek()
    const place = frame && rowAt(frame.layout, y + frame.scroll)
    if (!place) return undefined
    const { section, kind, row } = place
    const rows = frame.slice.streams.get(section.stream)
    const scale = lengthOf(frame.view) / frame.width
    const time = frame.view.from + x * scale
    // Requests are drawn two pixels wide at least.
    return kind === 'call' ? rows?.at(row, time, scale) : rows?.requestAt(section.isWide, row, time, 2 * scale)
  }

  find(ref: number | undefined): Found | undefined {
    return ref === undefined ? undefined : this.slice?.find(ref, wide.peek())
  }

  /** The answer that is drawn. */
  drawn(): TimelineSlice | undefined {
    return this.slice?.answer
  }

  rowsOf(stream: number): Rows | undefined {
    return this.slice?.streams.get(stream)
  }

  /** The topmost call of what is seen, or the first request where there is none. */
  first(): Found | undefined {
    for (const { stream, isOpen } of this.layout.peek().sections) {
      const found = isOpen && this.rowsOf(stream)?.first(view.peek())
      if (found) return found
    }
    return this.requests().find(({ from, to }) => to > view.peek().from && from < view.peek().to)
  }

  /** Those of the streams that are open, in the order of time, as far as the slice reaches. */
  requests(): Found[] {
    const open = this.layout.peek().sections.filter(({ isOpen }) => isOpen)
    return open.flatMap(({ stream }) => this.rowsOf(stream)?.requestsInTime() ?? []).sort((a, b) => a.from - b.from || a.stream - b.stream)
  }

  /** Scrolls so that the head of a stream is seen. */
  showHead(stream: number): void {
    const { scrollTop, clientHeight } = this.scroller
    const section = this.layout.peek().sections.find((one) => one.stream === stream)
    if (section && (section.bottom - scrollTop < AXIS + HEAD || section.top + HEAD > scrollTop + clientHeight))
      this.scroller.scrollTop = section.top - AXIS
  }

  /** Scrolls as little as possible so that the row of the event is seen, now or when the slice comes that it is in. */
  scrollTo(ref: number): void {
    this.sought = ref
    this.touch()
  }

  private open(current: Engine | undefined): void {
    this.asker?.close()
    this.linker?.close()
    ;[this.slice, this.links, this.asked] = [undefined, undefined, '']
    this.marked.clear()
    if (!current) return
    this.asker = new Asker(current, 'timeline', { show: (answer, query) => this.take(answer, query), fail: () => {} })
    this.linker = new Asker(current, 'links', {
      show: (links, { ref }) => {
        this.links = { ref, links }
        this.touch()
      },
      fail: () => {},
    })
  }

  private take(answer: Questions['timeline'][1], query: Questions['timeline'][0]): void {
    this.slice = new Slice(answer, lengthOf(query) / query.width, this.ends.get(query) ?? query.to)
    for (const { stream, marks } of answer.streams) if (marks.length) this.marked.add(stream)
    names.need(this.slice.mostFn)
    this.touch()
  }

  private link(ref: number | undefined): void {
    if (ref === undefined) this.links = undefined
    else this.linker?.want({ ref })
  }

  private recolour(..._reasons: unknown[]): void {
    this.colours = this.newColours()
    this.touch()
  }

  private newColours(): Colours {
    const byFile = colourBy.peek() === 'file'
    return new Colours(palette(isDark.peek()), (fn) => stepOf(byFile ? names.fileOf(fn) : names.idOf(fn)))
  }

  private draw(): void {
    const now = overview.peek()
    const begin = performance.now()
    const frame = now && this.compose(now)
    if (!frame) return
    this.scrollToSought(frame)
    const found = { selected: this.find(selected.peek()), hovered: this.find(hovered.peek()) }
    drawFrame(frame, this.pixels, this.colours, found)
    const linked = found.hovered ?? found.selected
    if (linked && this.links?.ref === linked.ref) drawLinks(frame, linked, this.links.links)
    this.frame.value = frame
    if (!isSame(this.layout.peek(), frame.layout)) this.layout.value = frame.layout
    if (isMeasured) performance.measure('spoor-frame', { start: begin, end: performance.now(), detail: { boxes: this.slice?.size } })
  }

  /** Everything that the frame is drawn of; asks for what is missing. */
  private compose(now: Overview): Frame | undefined {
    const { clientWidth: width, clientHeight: height } = this.scroller
    if (!width || !height) return undefined
    this.ask(now, view.peek(), width)
    if (!this.slice) return undefined
    const ratio = devicePixelRatio
    fit(this.canvas, width, height, ratio)
    const layout = layOut(now, this.slice, { marked: this.marked, folded: folded.peek(), wide: wide.peek() })
    const { from, to } = route.peek()
    return {
      context: this.context,
      width,
      height,
      ratio,
      scroll: Math.min(this.scroller.scrollTop, Math.max(0, layout.height - height)),
      view: view.peek(),
      meant: from !== undefined && to !== undefined ? { from, to } : undefined,
      layout,
      slice: this.slice,
      overview: now,
      palette: this.colours.palette,
      labels: this.labels,
      nameOf: names.nameOf,
    }
  }

  private scrollToSought(frame: Frame): void {
    const found = this.find(this.sought)
    const place = found && placeOf(frame, found)
    if (!place) return
    this.sought = undefined
    if (place.y < AXIS + HEAD) this.scroller.scrollTop += place.y - AXIS - HEAD - ROW
    else if (place.y > frame.height - 2 * ROW) this.scroller.scrollTop += place.y - frame.height + 3 * ROW
  }

  private ask(now: Overview, span: Span, width: number): void {
    const { filter, streams } = laneScope.peek()
    const meant = JSON.stringify([filter, streams, width])
    const isNew = this.slice?.answer.revision !== now.revision
    const isReading = !isLive.peek() && isGrowing.peek()
    const pace = isLive.peek() ? PACE : isReading ? PACE_OF_FILES : 0
    const wait = this.askedAt + pace - performance.now()
    // The first is waited for.
    const covers = meant === this.asked && (!this.slice || this.covers(span, width, isReading))
    if (covers && isNew && wait > 0) return this.later(wait)
    if (covers && !isNew) return
    this.asked = meant
    this.askedAt = performance.now()
    const room = lengthOf(span) * ROOM
    const from = Math.max(bounds.peek().from, span.from - room)
    const to = Math.min(bounds.peek().to, span.to + room)
    const pixels = Math.ceil((width * Math.min(devicePixelRatio, 2) * (to - from)) / lengthOf(span))
    const query = { ...(filter ? { filter } : {}), ...(streams ? { streams } : {}), from, to, width: pixels }
    this.ends.set(query, bounds.peek().to)
    this.asker?.want(query)
  }

  /** Whether the slice that was asked for last is fine enough for that view, not much too fine, and reaches around it. */
  private covers(span: Span, width: number, mayBeTooFine: boolean): boolean {
    if (!this.slice) return false
    const { answer, grain, end } = this.slice
    const share = grain / (lengthOf(span) / (width * Math.min(devicePixelRatio, 2)))
    const room = lengthOf(span) * ROOM * 0.4
    const all = bounds.peek()
    const reaches = answer.from <= Math.max(all.from, span.from - room) && answer.to >= Math.min(end, span.to + room)
    return reaches && share < 1.02 && (mayBeTooFine || share > 0.7)
  }

  private later(wait: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.touch()
    }, wait)
  }
}

/** `?measure` in the address: each frame is a measure of the browser's, `spoor-frame`. */
const isMeasured = location.hash.includes('measure')

function fit(canvas: HTMLCanvasElement, width: number, height: number, ratio: number): void {
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width === w && canvas.height === h) return
  canvas.width = w
  canvas.height = h
  canvas.style.width = `${width}px`
  canvas.style.height = `${height}px`
}
