import { BOX_FLAGS } from '../../questions.ts'
import type { Overview } from '../../questions.ts'
import { counted, streamKind, streamName } from '../words.ts'
import { streamColour } from './colours.ts'
import type { Palette } from './colours.ts'
import type { Labels } from './labels.ts'
import { AXIS, BOX, FLAGS, HEAD, ROW } from './layout.ts'
import type { Layout, Section } from './layout.ts'
import type { Pixels } from './pixels.ts'
import type { Found, Rows, Slice } from './rows.ts'
import { lengthOf, tickLabel, ticks } from './span.ts'
import type { Span } from './span.ts'

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

/** Requests are boxes with a frame, and say what was asked for. */
export function drawRequests(frame: Frame, section: Section, rows: Rows): void {
  const { context, palette, labels, scroll, height } = frame
  let lastRow = -1
  let lastRight = -1
  for (const { row, from, to, label, failed } of rows.stream.requests) {
    const left = Math.max(toX(frame, from), -4)
    const right = Math.min(toX(frame, to), frame.width + 4)
    const top = section.rowsTop - scroll + row * ROW
    if (right < 0 || left > frame.width || top > height || top < AXIS - ROW || row >= section.rows) continue
    if (row === lastRow && right - left < 1 && right <= lastRight) continue
    ;[lastRow, lastRight] = [row, right]
    const width = Math.max(right - left, 1.5)
    context.fillStyle = failed ? palette.bad : palette.accent
    context.globalAlpha = palette.isDark ? 0.22 : 0.14
    context.fillRect(left, top, width, BOX)
    context.globalAlpha = 1
    context.fillRect(left, top, 2, BOX)
    context.fillRect(left, top + BOX - 1, width, 1)
    const x = Math.max(left, 0) + 6
    const text = right - x > 20 ? labels.fit(failed ? `✕ ${label}` : label, right - x - 3) : ''
    context.fillStyle = failed ? palette.bad : palette.text
    if (text) context.fillText(text, x, top + BOX / 2 + 0.5)
  }
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

/** Head of a stream; it stays in sight as long as its rows are. */
export function drawHead(frame: Frame, section: Section): void {
  const { context, palette, overview, width, scroll, labels } = frame
  const stream = overview.streams[section.stream]
  const top = Math.max(section.top - scroll, Math.min(AXIS, section.bottom - scroll - HEAD))
  if (!stream || top > frame.height || section.bottom - scroll < AXIS) return
  context.fillStyle = palette.band
  context.fillRect(0, top, width, HEAD)
  context.fillStyle = palette.line
  context.fillRect(0, top, width, 1)
  drawFold(context, palette, 10, top + HEAD / 2 + 0.5, section.isOpen)
  context.fillStyle = streamColour(section.stream)
  context.fillRect(20, top + 7, 3, HEAD - 13)
  context.font = `600 ${FONT}`
  context.fillStyle = palette.text
  const name = streamName(stream)
  context.fillText(name, 30, top + HEAD / 2 + 1)
  const after = 30 + context.measureText(name).width + 10
  context.font = FONT
  context.fillStyle = palette.text3
  context.fillText(labels.fit(`${streamKind(stream)} · ${counted(stream.calls, 'call')}`, width - after - 8), after, top + HEAD / 2 + 1)
}

function drawFold(context: CanvasRenderingContext2D, palette: Palette, x: number, y: number, isOpen: boolean): void {
  context.strokeStyle = palette.text3
  context.lineWidth = 1.4
  context.beginPath()
  if (isOpen) {
    context.moveTo(x - 3, y - 1.5)
    context.lineTo(x, y + 1.5)
    context.lineTo(x + 3, y - 1.5)
  } else {
    context.moveTo(x - 1.5, y - 3)
    context.lineTo(x + 1.5, y)
    context.lineTo(x - 1.5, y + 3)
  }
  context.stroke()
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
  found: Pick<Found, 'stream' | 'row' | 'from' | 'to'>,
): { x: number; y: number; width: number } | undefined {
  const section = frame.layout.sections.find(({ stream }) => stream === found.stream)
  if (!section || found.row >= section.rows) return undefined
  const x = toX(frame, found.from)
  return { x, y: section.rowsTop - frame.scroll + found.row * ROW, width: Math.max(toX(frame, found.to) - x, 1) }
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
