import { BOX_FLAGS } from '../../questions.ts'
import type { Overview } from '../../questions.ts'
import type { Palette } from './colours.ts'
import type { Labels } from './labels.ts'
import { AXIS, BOX, FLAGS, topOf } from './layout.ts'
import type { Layout, Section } from './layout.ts'
import type { Pixels } from './pixels.ts'
import type { Found, Rows, Slice } from './rows.ts'
import { lengthOf, tickLabel, ticks } from './span.ts'
import type { Span } from './span.ts'
import { count } from '../words.ts'

/** What a frame is drawn of. Sizes in CSS pixels; the context is scaled to them. */
export interface Frame {
  context: CanvasRenderingContext2D
  width: number
  height: number
  ratio: number
  scroll: number
  view: Span
  /** Of the scope, where it has a time. */
  meant: Span | undefined
  layout: Layout
  slice: Slice
  overview: Overview
  palette: Palette
  labels: Labels
  nameOf: (fn: number) => string
}

export const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif'

export const toX = ({ view, width }: Pick<Frame, 'view' | 'width'>, time: number): number => ((time - view.from) / lengthOf(view)) * width

/** Names on boxes that have room for some of it; a cross before those that failed. */
export function drawLabels(frame: Frame, { wide, hatches }: Pixels, hatch: CanvasPattern | null): void {
  const { context, palette, labels, ratio } = frame
  if (hatch) context.fillStyle = hatch
  for (const { left, right, top } of hatches) context.fillRect(left / ratio, AXIS + top / ratio, (right - left) / ratio, BOX)
  context.font = FONT
  context.textBaseline = 'middle'
  for (const { rows, index, left, right, top } of wide) {
    const flags = rows.stream.boxes.flags[index]!
    const x = Math.max(0, left / ratio) + 4
    const middle = AXIS + top / ratio + BOX / 2 + 0.5
    const hasFailed = flags & BOX_FLAGS.FAILED && !(flags & BOX_FLAGS.DIMMED)
    if (hasFailed) drawCross(context, x, middle, palette)
    if (flags & BOX_FLAGS.RUNNING) drawRunning(context, right / ratio, AXIS + top / ratio, palette)
    if (flags & BOX_FLAGS.MERGED) continue
    const text = labels.fit(frame.nameOf(rows.stream.boxes.fn[index]!), right / ratio - x - 3 - (hasFailed ? 10 : 0))
    context.fillStyle = flags & BOX_FLAGS.DIMMED ? palette.labelDimmed : palette.label
    if (text) context.fillText(text, x + (hasFailed ? 10 : 0), middle)
  }
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, palette: Palette): void {
  context.strokeStyle = palette.isDark ? '#ffd9d9' : palette.bad
  context.lineWidth = 1.6
  context.beginPath()
  context.moveTo(x, y - 3)
  context.lineTo(x + 6, y + 3)
  context.moveTo(x + 6, y - 3)
  context.lineTo(x, y + 3)
  context.stroke()
}

/** An open end: three bars that grow narrower. */
function drawRunning(context: CanvasRenderingContext2D, right: number, top: number, palette: Palette): void {
  context.fillStyle = palette.ground
  for (const [from, width] of [
    [9, 1],
    [6, 1.5],
    [3, 2],
  ] as const)
    context.fillRect(right - from, top, width, BOX)
}

/** What requests are called: an arrow up where they were sent, down where they were answered; a cross where they failed. */
export function drawBars(frame: Frame, { wideBars }: Pixels): void {
  const { context, palette, labels, ratio } = frame
  for (const { bar, left, right, top } of wideBars) {
    const isDimmed = bar.flags & BOX_FLAGS.DIMMED
    const isMerged = bar.flags & BOX_FLAGS.MERGED
    const hasFailed = bar.flags & BOX_FLAGS.FAILED && !isDimmed && !isMerged
    let x = Math.max(0, left / ratio) + 6
    const middle = AXIS + top / ratio + BOX / 2 + 0.5
    if (bar.flags & BOX_FLAGS.RUNNING) drawRunning(context, right / ratio, AXIS + top / ratio, palette)
    const colour = isDimmed ? palette.labelDimmed : palette.label
    if (hasFailed) drawCross(context, x, middle, palette)
    else if (!isMerged) drawArrow(context, x, middle, (bar.flags & BOX_FLAGS.SENT) > 0, colour)
    else x -= 10
    const text = labels.fit(bar.text, right / ratio - x - 13)
    context.fillStyle = colour
    if (text) context.fillText(text, x + 10, middle)
  }
}

function drawArrow(context: CanvasRenderingContext2D, x: number, y: number, isUp: boolean, colour: string): void {
  const to = isUp ? y - 3 : y + 3
  context.strokeStyle = colour
  context.lineWidth = 1.2
  context.beginPath()
  context.moveTo(x, isUp ? y + 3 : y - 3)
  context.lineTo(x + 6, to)
  context.moveTo(x + 2, to)
  context.lineTo(x + 6, to)
  context.lineTo(x + 6, isUp ? to + 4 : to - 4)
  context.stroke()
}

/** A line through the rows, and a flag above them. */
export function drawMarks(frame: Frame, section: Section, rows: Rows): void {
  const { context, palette, labels, scroll } = frame
  let free = -Infinity
  const marks = rows.stream.marks
  for (let i = 0; i < marks.length; i++) {
    const x = Math.round(toX(frame, marks[i]!.at)) + 0.5
    if (x < -200 || x > frame.width) continue
    const top = section.flagsTop - scroll
    context.fillStyle = palette.warn
    context.globalAlpha = 0.55
    context.fillRect(x - 0.5, top + 2, 1, section.bottom - section.flagsTop - 8)
    context.globalAlpha = 1
    if (x < free) continue
    const next = marks[i + 1] ? toX(frame, marks[i + 1]!.at) : Infinity
    const text = labels.fit(marks[i]!.name, Math.min(next - x - 14, 180))
    const width = text ? labels.width(text) + 10 : 6
    drawFlag(context, x, top + 2, width)
    context.fillStyle = palette.isDark ? '#1b1405' : '#ffffff'
    if (text) context.fillText(text, x + 4, top + FLAGS / 2 + 0.5)
    free = x + width
  }
}

function drawFlag(context: CanvasRenderingContext2D, x: number, top: number, width: number): void {
  const height = FLAGS - 3
  context.beginPath()
  context.moveTo(x, top)
  context.lineTo(x + width + 4, top)
  context.lineTo(x + width, top + height / 2)
  context.lineTo(x + width + 4, top + height)
  context.lineTo(x, top + height)
  context.fill()
}

export function drawAxis(frame: Frame): void {
  const { context, palette, width, view } = frame
  context.fillStyle = palette.band
  context.fillRect(0, 0, width, AXIS)
  const { step, at } = ticks(view, width)
  context.font = FONT
  context.textBaseline = 'middle'
  for (const time of at) {
    const x = Math.round(toX(frame, time))
    context.fillStyle = palette.line
    context.fillRect(x, AXIS - 7, 1, 7)
    context.fillStyle = palette.text3
    context.fillText(tickLabel(time, step), x + 4, AXIS / 2 + 1)
  }
  context.fillStyle = palette.line
  context.fillRect(0, AXIS - 1, width, 1)
}

/** Where a stream begins of which earlier events were not kept. */
export function drawLost(frame: Frame, { stream, flagsTop, bottom }: Section): void {
  const { context, overview, palette, scroll, width } = frame
  const { from, lost } = overview.streams[stream]!
  const x = Math.round(toX(frame, from)) - 0.5
  if (!lost || x < 0 || x > width) return
  context.strokeStyle = context.fillStyle = palette.warn
  context.lineWidth = 1
  context.setLineDash([3, 3])
  context.beginPath()
  context.moveTo(x, flagsTop - scroll)
  context.lineTo(x, bottom - scroll)
  context.stroke()
  context.setLineDash([])
  const text = `${count(lost)} not kept`
  const length = context.measureText(text).width
  if (length + 8 < x) context.fillText(text, x - length - 5, flagsTop - scroll + BOX / 2)
}

/** What is not meant, where the scope has a time, lies in shade. */
export function drawShade(frame: Frame): void {
  const { context, meant, palette, height, width } = frame
  if (!meant) return
  context.fillStyle = palette.shade
  const left = toX(frame, meant.from)
  const right = toX(frame, meant.to)
  if (left > 0) context.fillRect(0, AXIS, Math.min(left, width), height)
  if (right < width) context.fillRect(Math.max(right, 0), AXIS, width, height)
}

/** Where a box is on the canvas; absent where its section is not shown. */
export function placeOf(
  frame: Frame,
  found: Pick<Found, 'stream' | 'kind' | 'row' | 'from' | 'to'>,
): { x: number; y: number; width: number } | undefined {
  const section = frame.layout.sections.find(({ stream }) => stream === found.stream)
  const top = section && topOf(section, found)
  if (top === undefined) return undefined
  const x = toX(frame, found.from)
  return { x, y: top - frame.scroll, width: Math.max(toX(frame, found.to) - x, 1) }
}

export function drawOutline(frame: Frame, found: Found, isSelected: boolean): void {
  const place = placeOf(frame, found)
  if (!place || place.y < AXIS - BOX || place.y > frame.height) return
  const { context, palette, width } = frame
  const left = Math.max(place.x, -3)
  const right = Math.min(place.x + Math.max(place.width - 1, 3), width + 3)
  context.strokeStyle = isSelected ? palette.accent : palette.text2
  context.lineWidth = isSelected ? 2 : 1
  const inset = isSelected ? -0.5 : 0.5
  context.strokeRect(left + inset, place.y + inset, right - left - 2 * inset, BOX - 2 * inset)
}
