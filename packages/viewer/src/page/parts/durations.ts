/**
 * A duration for people: `12 µs`, `1.23 ms`, `1.23 s`, `2 min 03 s`. No more digits than the clock had.
 * @param clock its steps in milliseconds; 0: finer than a microsecond
 */
export function durationText(ms: number, clock = 0): string {
  if (ms < 0) return `−${durationText(-ms, clock)}`
  if (clock >= 0.01 && ms < clock) return `< ${trimmed(clock)} ms`
  if (ms === 0) return '0'
  if (ms < 0.9995 && clock < 0.01) return `${Math.max(1, Math.round(ms * 1000))} µs`
  if (ms < 999.5) return `${ms.toFixed(Math.min(digitsOf(ms), clockDigits(clock)))} ms`
  const seconds = ms / 1000
  if (seconds < 59.95) return `${seconds.toFixed(digitsOf(seconds))} s`
  return longText(Math.round(seconds))
}

function longText(seconds: number): string {
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor((seconds % 3600) / 60))} min`
}

/** What is said beside durations of a clock that goes in steps which people would notice; else ''. */
export const clockText = (clock: number): string =>
  clock >= 0.01 ? `Clocks of pages go in steps of ${trimmed(clock)} ms: shorter durations cannot be told apart.` : ''

const digitsOf = (n: number): number => (n < 9.995 ? 2 : n < 99.95 ? 1 : 0)
const clockDigits = (clock: number): number => (clock >= 1 ? 0 : clock >= 0.1 ? 1 : clock >= 0.01 ? 2 : 3)
const trimmed = (n: number): string => String(Number(n.toFixed(3)))
const pad = (n: number): string => String(n).padStart(2, '0')
