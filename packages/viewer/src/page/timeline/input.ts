import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import { hovered, select } from '../selection.ts'
import type { Chart } from './chart.ts'
import { AXIS } from './layout.ts'
import type { Found } from './rows.ts'
import { around, lengthOf, pan, zoom } from './span.ts'
import type { Span } from './span.ts'
import { bounds, look, view } from './view.ts'

/** What the pointer is at, in CSS pixels of the canvas. */
export const pointed: Signal<{ found: Found; x: number; y: number } | undefined> = signal()

/** A time that is being chosen by dragging. */
export const choosing: Signal<Span | undefined> = signal()

/** Pixels that a pointer may move and still click. */
const STILL = 4

/** Milliseconds between two clicks that are one double click. */
const DOUBLE = 400

type Drag =
  | { kind: 'move'; view: Span; scroll: number }
  | { kind: 'choose'; from: number }
  | { kind: 'pinch'; view: Span; apart: number; at: number }

/** Pointer and wheel on the chart: moves, zooms, chooses, selects. @returns what ends it */
export function listenTo(canvas: HTMLCanvasElement, scroller: HTMLElement, chart: Chart): () => void {
  const hand = new Hand(canvas, scroller, chart)
  const stop = new AbortController()
  const on = <K extends keyof HTMLElementEventMap>(name: K, then: (event: HTMLElementEventMap[K]) => void): void =>
    canvas.addEventListener(name, then, { signal: stop.signal, passive: false })
  on('pointerdown', (event) => hand.down(event))
  on('pointermove', (event) => hand.move(event))
  on('pointerup', (event) => hand.up(event))
  on('pointercancel', (event) => hand.cancel(event))
  on('pointerleave', () => hand.point(undefined))
  addEventListener('pointerdown', (event) => hand.again(event), { signal: stop.signal, capture: true })
  // Also over the heads of streams.
  scroller.addEventListener('wheel', (event) => wheel(event, canvas), { signal: stop.signal, passive: false })
  return () => {
    stop.abort()
    hand.point(undefined)
  }
}

class Hand {
  private readonly pointers = new Map<number, PointerEvent>()
  private first: { x: number; y: number } | undefined
  private drag: Drag | undefined
  private hasMoved = false
  private last: { ref: number; at: PointerEvent } | undefined

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly scroller: HTMLElement,
    private readonly chart: Chart,
  ) {}

  down(event: PointerEvent): void {
    if (event.button !== 0) return
    this.canvas.setPointerCapture(event.pointerId)
    this.pointers.set(event.pointerId, event)
    if (this.pointers.size === 2) return this.pinch()
    const { x, y } = this.place(event)
    this.first = { x, y }
    this.hasMoved = false
    const isChoice = event.shiftKey || y < AXIS
    this.drag = isChoice ? { kind: 'choose', from: this.time(x) } : { kind: 'move', view: view.peek(), scroll: this.scroller.scrollTop }
  }

  move(event: PointerEvent): void {
    if (this.pointers.has(event.pointerId)) this.pointers.set(event.pointerId, event)
    const { x, y } = this.place(event)
    if (!this.drag || !this.first) return this.point(event.pointerType === 'touch' ? undefined : { x, y })
    this.hasMoved ||= Math.hypot(x - this.first.x, y - this.first.y) > STILL
    if (!this.hasMoved) return
    this.point(undefined)
    this.canvas.classList.add('moving')
    if (this.drag.kind === 'pinch') this.stretch(this.drag)
    else if (this.drag.kind === 'choose') choosing.value = ordered(this.drag.from, this.time(x))
    else this.shift(this.drag, x - this.first.x, y - this.first.y)
  }

  up(event: PointerEvent): void {
    const { drag, hasMoved } = this
    const { x, y } = this.place(event)
    this.cancel(event)
    if (!drag) return
    if (hasMoved && drag.kind === 'choose') look(ordered(drag.from, this.time(x)), true)
    else if (!hasMoved && drag.kind === 'move') this.click(x, y, event)
  }

  cancel(event: PointerEvent): void {
    this.pointers.delete(event.pointerId)
    this.canvas.classList.remove('moving')
    this.drag = undefined
    choosing.value = undefined
  }

  point(at: { x: number; y: number } | undefined): void {
    const found = at && at.y >= AXIS ? this.chart.at(at.x, at.y) : undefined
    hovered.value = found?.ref
    pointed.value = found && at ? { found, ...at } : undefined
    this.canvas.classList.toggle('over-box', Boolean(found))
    this.canvas.classList.toggle('over-axis', Boolean(at && at.y < AXIS))
  }

  /**
   * The second press of a double click, wherever on the page it comes: it means the box that the first was on, for the details that the
   * first opened have moved everything, and may lie under the pointer now.
   */
  again(event: PointerEvent): void {
    const { last } = this
    this.last = undefined
    if (!last || event.button !== 0 || event.timeStamp - last.at.timeStamp > DOUBLE) return
    if (Math.hypot(event.clientX - last.at.clientX, event.clientY - last.at.clientY) > STILL) return
    event.stopPropagation()
    addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true })
    const found = this.chart.find(last.ref)
    if (found) look(around(found, bounds.peek()), true)
  }

  private click(x: number, y: number, at: PointerEvent): void {
    const found = this.chart.at(x, y)
    this.last = found && { ref: found.ref, at }
    select(found?.ref)
  }

  private shift(drag: Drag & { kind: 'move' }, x: number, y: number): void {
    this.scroller.scrollTop = drag.scroll - y
    if (x) look(pan(drag.view, (-x * lengthOf(drag.view)) / this.canvas.clientWidth, bounds.peek()))
  }

  private pinch(): void {
    const [a, b] = [...this.pointers.values()].map((event) => this.place(event).x) as [number, number]
    this.drag = { kind: 'pinch', view: view.peek(), apart: Math.max(Math.abs(a - b), 10), at: this.time((a + b) / 2) }
    this.hasMoved = true
  }

  private stretch(drag: Drag & { kind: 'pinch' }): void {
    const [a, b] = [...this.pointers.values()].map((event) => this.place(event).x) as [number, number]
    look(zoom(drag.view, drag.at, drag.apart / Math.max(Math.abs(a - b), 10), bounds.peek()))
  }

  private place(event: MouseEvent): { x: number; y: number } {
    const { left, top } = this.canvas.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }

  private time(x: number): number {
    return view.peek().from + (x / this.canvas.clientWidth) * lengthOf(view.peek())
  }
}

const ordered = (a: number, b: number): Span => ({ from: Math.min(a, b), to: Math.max(a, b) })

/** With Ctrl (so also a pinch on a touchpad) it zooms, with Shift or sideways it moves; otherwise the page scrolls. */
export function wheel(event: WheelEvent, canvas: HTMLElement): void {
  const now = view.peek()
  const sideways = event.shiftKey && !event.deltaX ? event.deltaY : event.deltaX
  if (event.ctrlKey || event.metaKey) {
    const { left, width } = canvas.getBoundingClientRect()
    const at = now.from + ((event.clientX - left) / width) * lengthOf(now)
    const turn = Math.min(Math.max(event.deltaY, -60), 60)
    look(zoom(now, at, Math.exp(turn * 0.008), bounds.peek()))
  } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
    look(pan(now, (sideways / canvas.clientWidth) * lengthOf(now), bounds.peek()))
  } else return
  event.preventDefault()
}
