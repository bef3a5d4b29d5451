/** A stretch of time, in milliseconds since the recording's begin. */
export interface Span {
  from: number
  to: number
}

/** The shortest that can be looked at: recordings are to the microsecond. */
const LEAST = 0.002

export const lengthOf = (span: Span): number => span.to - span.from

/** The whole of a recording, with a little room at its end, and never nothing. */
export function wholeOf(from: number, to: number): Span {
  const length = Math.max(to - from, 0.01)
  return { from, to: from + length * 1.01 }
}

/** @param factor below 1: in @param at what stays where it is */
export function zoom(span: Span, at: number, factor: number, bounds: Span): Span {
  const length = Math.min(Math.max(lengthOf(span) * factor, LEAST), lengthOf(bounds))
  const share = (at - span.from) / lengthOf(span)
  return keepIn({ from: at - share * length, to: at - share * length + length }, bounds)
}

export const pan = (span: Span, by: number, bounds: Span): Span => keepIn({ from: span.from + by, to: span.to + by }, bounds)

/** Of the same length, within the bounds. */
export function keepIn(span: Span, bounds: Span): Span {
  const length = Math.min(Math.max(lengthOf(span), LEAST), lengthOf(bounds))
  const from = Math.min(Math.max(span.from, bounds.from), bounds.to - length)
  return { from, to: from + length }
}

/** That stretch with room around it, as large as it may be shown. */
export function around(span: Span, bounds: Span, room = 0.1): Span {
  const length = Math.max(lengthOf(span), LEAST)
  return keepIn({ from: span.from - length * room, to: span.to + length * room }, bounds)
}

/** Moved as little as possible so that `target`, or its begin where it is longer, is seen. */
export function reveal(span: Span, target: Span, bounds: Span): Span {
  const margin = lengthOf(span) * 0.05
  if (target.to < span.from + margin || target.from > span.to - margin) {
    const middle = lengthOf(target) < lengthOf(span) ? (target.from + target.to) / 2 : target.from + lengthOf(span) * 0.4
    return keepIn({ from: middle - lengthOf(span) / 2, to: middle + lengthOf(span) / 2 }, bounds)
  }
  return span
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const LONG_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 18_000, 36_000, 86_400].map((s) => s * SECOND)
const DAY = 86_400 * SECOND

/** The step of 1, 2 or 5 that is at least so long: of parts of a second, of seconds, minutes and hours, and of days. */
export function niceStep(least: number): number {
  if (least > DAY) return DAY * roundStep(least / DAY)
  return least > SECOND ? LONG_STEPS.find((step) => step >= least)! : roundStep(least)
}

function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= least * 0.999_999) ?? 10 * power
}

/** Where the axis says what time it is. @param room pixels that a label needs */
export function ticks(span: Span, width: number, room = 96): { step: number; at: number[] } {
  const step = niceStep((lengthOf(span) * room) / Math.max(width, 1))
  const first = Math.ceil(span.from / step)
  // Of damaged times there may be none, or no end.
  const count = Math.min(width, Math.floor(span.to / step) - first + 1)
  return { step, at: Array.from({ length: count > 0 ? count : 0 }, (_, i) => (first + i) * step) }
}

/** A time as the axis says it, with the digits that the step needs. */
export function tickLabel(time: number, step: number): string {
  if (time === 0) return '0'
  if (step >= MINUTE || (step >= SECOND && time >= MINUTE)) return clock(time)
  if (step >= SECOND) return `${Math.round(time / SECOND)} s`
  const [unit, size] = step >= 1 && time >= SECOND ? ['s', SECOND] : step < 1 && time < 1 ? ['µs', 0.001] : ['ms', 1]
  const digits = Math.max(0, Math.ceil(-Math.log10(step / size) - 1e-9))
  return `${(time / size).toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`
}

/** `1:02:03`, `2:03`. */
function clock(time: number): string {
  const seconds = Math.round(time / SECOND)
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${hours ? two(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${two(seconds % 60)}`
  return hours ? `${hours}:${rest}` : rest
}
