import type { DropReason } from '@spoor/trace'
import type { Overview, StreamInfo } from '../questions.ts'

/** Milliseconds -> three figures and a unit: `850 µs`, `1.23 ms`, `12.3 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  const abs = Math.abs(ms)
  if (abs === 0) return '0'
  if (abs < 0.9995) return `${figures(ms * 1000)} µs`
  if (abs < 999.5) return `${figures(ms)} ms`
  if (abs < 59_950) return `${figures(ms / 1000)} s`
  const seconds = Math.round(ms / 1000)
  if (abs < 3_599_500) return `${Math.trunc(seconds / 60)} min ${seconds % 60} s`
  const minutes = Math.round(ms / 60_000)
  return `${Math.trunc(minutes / 60)} h ${minutes % 60} min`
}

const figures = (value: number): string => {
  const abs = Math.abs(value)
  return value.toFixed(abs < 9.995 ? 2 : abs < 99.95 ? 1 : 0).replace(/\.?0+$/, (zeros) => (zeros.startsWith('.') ? '' : zeros))
}

/** `1234567` -> `1,234,567`. */
export const count = (value: number): string => value.toLocaleString('en-US')

/** `1 call`, `2 calls`. */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`

/** `1.2 MB`, in powers of 1000. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB']
  const power = value < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(value) / 3))
  return `${power ? (value / 1000 ** power).toFixed(1) : value} ${units[power]}`
}

/** What a person calls a stream: `server.js`, `/cart`, with the process where there are several. */
export function streamName(stream: StreamInfo): string {
  const title = stream.title.trim()
  if (!/^https?:/.test(title)) return commandName(title) || `${stream.platform} ${stream.pid ?? stream.index + 1}`
  try {
    const { pathname, host } = new URL(title)
    return pathname === '/' ? host : pathname
  } catch {
    return title || `tab ${stream.index + 1}`
  }
}

/** `/usr/bin/node --inspect node_modules/vite/bin/vite.js --port 5173` -> `vite.js --port 5173`. */
const commandName = (title: string): string => title.replace(/^(\S*\/)?node(\.exe)?\s+(-\S+\s+)*/, '').replace(/^\S*[\\/](?=[^\s\\/])/, '')

/** `Node process 4711, thread 2`, `tab`, `worker`. */
export function streamKind({ platform, pid, thread }: StreamInfo): string {
  const what = { node: 'Node process', browser: 'tab', worker: 'worker', other: 'program' }[platform]
  return `${what}${pid === undefined ? '' : ` ${pid}`}${thread ? `, thread ${thread}` : ''}`
}

const REASONS: Record<DropReason, string> = {
  ring: 'older than what is held until somebody looks',
  calls: 'beyond the calls that are kept of each function',
  rate: 'beyond the events that are kept each second',
  depth: 'deeper than was asked for',
  duration: 'shorter than was asked for',
  size: 'no longer fitted the file',
  queue: 'came faster than they could be written',
  damped: 'of functions that flooded',
  values: 'without their values, which would have taken too long',
}

/** What was not recorded, a line for each reason, the largest first. */
export function dropWords(overview: Overview): string[] {
  const sums = new Map<DropReason, number>()
  for (const { reason, count } of overview.drops) sums.set(reason, (sums.get(reason) ?? 0) + count)
  return [...sums].sort((a, b) => b[1] - a[1]).map(([reason, sum]) => `${count(sum)} ${REASONS[reason] ?? reason}`)
}
