import { effect } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { BOX_FLAGS } from '../../questions.ts'
import type { TimelineSlice } from '../../questions.ts'
import { Asker } from '../asker.ts'
import { engine, isGrowing, overview } from '../engine.ts'
import { scope } from '../routes.ts'
import { isDark } from '../theme.ts'
import { duration } from '../words.ts'
import { palette, streamColour } from './colours.ts'
import { wheel } from './input.ts'
import { keepIn, lengthOf, pan, zoom } from './span.ts'
import type { Span } from './span.ts'
import { bounds, follow, follows, isLive, look, view } from './view.ts'

/** How often the whole is asked for again while it grows, in milliseconds. */
const PACE = 1500

/** Pixels beside an edge of the view in which it is taken hold of. */
const GRIP = 5

/** The whole recording, how deep it was when, and which part of it is seen: to be moved, and made smaller and larger. */
export function Minimap(): VNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const map = new Skyline(canvas.current!)
    return () => map.close()
  }, [])
  return (
    <div
      class="minimap"
      role="slider"
      tabIndex={0}
      aria-label="Part of the recording that is shown"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share()}
      aria-valuetext={words()}
      onKeyDown={hear}
    >
      <canvas ref={canvas} aria-hidden="true" />
    </div>
  )
}

/** How much of what is not shown lies before it, in percent. */
function share(): number {
  const room = lengthOf(bounds.value) - lengthOf(view.value)
  return room > 0 ? Math.round(((view.value.from - bounds.value.from) / room) * 100) : 0
}

function words(): string {
  const { from, to } = view.value
  if (isLive.value && follows.value) return `the last ${duration(lengthOf(view.value))}, following`
  if (lengthOf(view.value) >= lengthOf(bounds.value)) return `all of it, ${duration(to - from)}`
  return `${duration(from)} to ${duration(to)}, ${duration(to - from)} of ${duration(lengthOf(bounds.value))}`
}

/** Share of the part that is shown by which an arrow moves it, and what is left of it when it is made smaller. */
const STEP = 0.1
const SMALLER = 0.7

function hear(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === 'End' && isLive.peek()) return follow()
  const now = view.peek()
  const all = bounds.peek()
  const moved = (share: number): Span => pan(now, share * lengthOf(now), all)
  const resized = (factor: number): Span => zoom(now, (now.from + now.to) / 2, factor, all)
  const keys: Record<string, () => Span> = {
    ArrowLeft: () => moved(-STEP),
    ArrowDown: () => moved(-STEP),
    ArrowRight: () => moved(STEP),
    ArrowUp: () => moved(STEP),
    PageDown: () => moved(-1),
    PageUp: () => moved(1),
    Home: () => pan(now, all.from - now.from, all),
    End: () => pan(now, all.to - now.to, all),
    '+': () => resized(SMALLER),
    '=': () => resized(SMALLER),
    '-': () => resized(1 / SMALLER),
  }
  const next = Object.hasOwn(keys, event.key) ? keys[event.key]!() : undefined
  if (!next) return
  event.preventDefault()
  look(next, true)
}

class Skyline {
  private slice: TimelineSlice | undefined
  private asker: Asker<'timeline'> | undefined
  private isAsked = false
  private pending = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private hold: { kind: 'move' | 'from' | 'to' | 'new'; at: number; view: Span } | undefined
  private readonly stops: (() => void)[]

  constructor(private readonly canvas: HTMLCanvasElement) {
    const observer = new ResizeObserver(() => this.ask())
    observer.observe(canvas)
    const stop = new AbortController()
    const on = <K extends keyof HTMLElementEventMap>(name: K, then: (event: HTMLElementEventMap[K]) => void): void =>
      canvas.addEventListener(name, then, { signal: stop.signal, passive: false })
    on('pointerdown', (event) => this.down(event))
    on('pointermove', (event) => this.move(event))
    on('pointerup', () => (this.hold = undefined))
    on('pointercancel', () => (this.hold = undefined))
    on('wheel', (event) => event.ctrlKey && wheel(event, canvas))
    this.stops = [
      () => observer.disconnect(),
      () => stop.abort(),
      effect(() => {
        const current = engine.value
        this.slice = undefined
        this.isAsked = false
        this.asker?.close()
        this.asker = current && new Asker(current, 'timeline', { show: (slice) => this.take(slice), fail: () => {} })
        this.ask()
      }),
      effect(() => void [scope.value, this.ask()]),
      effect(() => void [overview.value, this.grow()]),
      effect(() => void [view.value, isDark.value, this.touch()]),
    ]
  }

  close(): void {
    for (const stop of this.stops) stop()
    this.asker?.close()
    cancelAnimationFrame(this.pending)
    clearTimeout(this.timer)
  }

  /** At most once in `PACE`, as the whole takes longest of all; of files not before, and at once when they are read. */
  private grow(): void {
    const isRead = !isGrowing.peek() && !isLive.peek()
    if (isRead || (!this.isAsked && isLive.peek())) return this.ask()
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.ask()
    }, PACE)
  }

  private ask(): void {
    const width = this.canvas.clientWidth
    if (!overview.peek() || !width) return
    const { filter, streams } = scope.peek()
    this.isAsked = this.asker !== undefined
    this.asker?.want({ ...(filter ? { filter } : {}), ...(streams ? { streams } : {}), ...bounds.peek(), width })
  }

  private take(slice: TimelineSlice): void {
    this.slice = slice
    this.touch()
  }

  private touch(): void {
    this.pending ||= requestAnimationFrame(() => {
      this.pending = 0
      this.draw()
    })
  }

  private draw(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas
    if (!width) return
    const ratio = devicePixelRatio
    if (this.canvas.width !== Math.round(width * ratio)) this.canvas.width = Math.round(width * ratio)
    if (this.canvas.height !== Math.round(height * ratio)) this.canvas.height = Math.round(height * ratio)
    const context = this.canvas.getContext('2d')!
    const colours = palette(isDark.peek())
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    if (this.slice) drawSkyline(context, this.slice, width, height, colours.bad)
    const { from, to } = this.window(width)
    context.fillStyle = colours.shade
    context.fillRect(0, 0, from, height)
    context.fillRect(to, 0, width - to, height)
    context.fillStyle = colours.accent
    context.fillRect(from, 0, 1.5, height)
    context.fillRect(to - 1.5, 0, 1.5, height)
    context.fillRect(from - 1, height / 2 - 6, 3.5, 12)
    context.fillRect(to - 2.5, height / 2 - 6, 3.5, 12)
  }

  /** Edges of the view, in pixels. */
  private window(width: number): Span {
    const all = bounds.peek()
    const x = (time: number): number => ((time - all.from) / lengthOf(all)) * width
    const { from, to } = view.peek()
    return { from: x(from), to: Math.max(x(to), x(from) + 3) }
  }

  private down(event: PointerEvent): void {
    const x = event.offsetX
    const { from, to } = this.window(this.canvas.clientWidth)
    const kind =
      Math.abs(x - from) <= GRIP
        ? 'from'
        : Math.abs(x - to) <= GRIP
          ? 'to'
          : x > from && x < to && to - from < this.canvas.clientWidth - 2
            ? 'move'
            : 'new'
    this.canvas.setPointerCapture(event.pointerId)
    this.hold = { kind, at: this.time(x), view: view.peek() }
    if (kind === 'new' && to - from < this.canvas.clientWidth - 2) this.centre(this.time(x))
  }

  private move(event: PointerEvent): void {
    const { hold } = this
    const time = this.time(event.offsetX)
    this.canvas.style.cursor = this.cursor(event.offsetX)
    if (!hold) return
    const all = bounds.peek()
    if (hold.kind === 'move') look(pan(hold.view, time - hold.at, all))
    else if (hold.kind === 'new') {
      if (Math.abs(time - hold.at) > lengthOf(all) * 0.004)
        look({ from: Math.max(all.from, Math.min(time, hold.at)), to: Math.min(all.to, Math.max(time, hold.at)) })
    } else {
      const [a, b] = hold.kind === 'from' ? [time, hold.view.to] : [hold.view.from, time]
      look({ from: Math.min(a, b), to: Math.max(a, b) })
    }
  }

  private centre(time: number): void {
    const length = lengthOf(view.peek())
    look(keepIn({ from: time - length / 2, to: time + length / 2 }, bounds.peek()), true)
  }

  private cursor(x: number): string {
    const { from, to } = this.window(this.canvas.clientWidth)
    if (Math.abs(x - from) <= GRIP || Math.abs(x - to) <= GRIP) return 'ew-resize'
    return x > from && x < to ? 'grab' : 'crosshair'
  }

  private time(x: number): number {
    const all = bounds.peek()
    return all.from + (Math.min(Math.max(x, 0), this.canvas.clientWidth) / this.canvas.clientWidth) * lengthOf(all)
  }
}

/** For each pixel the deepest row of each stream, in its colour; failures as a red foot. */
function drawSkyline(context: CanvasRenderingContext2D, slice: TimelineSlice, width: number, height: number, bad: string): void {
  const all = bounds.peek()
  const scale = width / lengthOf(all)
  const most = slice.streams.reduce((most, { rows }) => Math.max(most, rows), 4)
  const failed = new Uint8Array(width)
  for (const { stream, boxes } of slice.streams) {
    const depth = new Uint16Array(width)
    for (let i = 0; i < boxes.row.length; i++) {
      if (boxes.flags[i]! & BOX_FLAGS.DIMMED) continue
      const left = Math.max(0, Math.floor((boxes.from[i]! - all.from) * scale))
      const right = Math.min(width - 1, Math.floor((boxes.to[i]! - all.from) * scale))
      for (let x = left; x <= right; x++) if (depth[x]! <= boxes.row[i]!) depth[x] = boxes.row[i]! + 1
      if (boxes.flags[i]! & BOX_FLAGS.FAILED) failed[left] = 1
    }
    context.fillStyle = streamColour(stream)
    context.globalAlpha = 0.6
    for (let x = 0; x < width; x++) {
      if (!depth[x]) continue
      const tall = Math.max(2, (depth[x]! / most) * (height - 6))
      context.fillRect(x, height - tall, 1, tall)
    }
    context.globalAlpha = 1
  }
  context.fillStyle = bad
  for (let x = 0; x < width; x++) if (failed[x]) context.fillRect(x - 0.5, height - 4, 2, 4)
}
