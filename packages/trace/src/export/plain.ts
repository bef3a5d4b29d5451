import { formatSnapshot, printableJson } from '@spoor/shared'
import type { Snapshot, SnapshotObject } from '@spoor/shared'
import type { CallLine, SiteLine } from '../format.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/**
 * A value as JSON data: objects and arrays as such, with `…` where something was left out; what JSON has no word for as the text that the
 * console tree shows.
 */
export function plain(value: Snapshot): Json {
  if (typeof value !== 'object' || value === null) return value
  switch (value.k) {
    case 'object':
      return named(value, fields(value.props.map(([key, item]) => [key, plain(item)])), value.props.length)
    case 'array':
      return [...value.items.map(plain), ...rest(value, value.items.length)]
    case 'set':
      return [...value.items.map(plain), ...rest(value, value.items.length)]
    case 'map':
      return named(value, fields(value.entries.map(([key, item]) => [keyText(key), plain(item)])), value.entries.length)
    case 'error':
      return fields([
        ['name', value.name],
        ['message', value.message],
        ...(value.stack ? [['stack', value.stack] as [string, Json]] : []),
        ...(value.cause === undefined ? [] : [['cause', plain(value.cause)] as [string, Json]]),
      ])
    case 'string':
      return `${value.v}…`
    default:
      return formatSnapshot(value, 1000)
  }
}

/** Names such as `__proto__` are names like any other. */
const fields = (entries: [string, Json][]): { [key: string]: Json } => {
  const out = Object.create(null) as { [key: string]: Json }
  for (const [key, value] of entries) out[key] = value
  return out
}

function named(value: SnapshotObject & { size: number }, out: { [key: string]: Json }, shown: number): Json {
  const [more] = rest(value, shown)
  if (more) out['…'] = more
  return out
}

const rest = ({ size }: { size: number }, shown: number): string[] => (size > shown ? [`… ${size - shown} more`] : [])

const keyText = (key: Snapshot): string => (typeof key === 'string' ? key : formatSnapshot(key, 100))

/** Arguments by the names of their parameters; those that share a name or have none, by their places. */
export function byName(args: readonly Snapshot[], { params = [] }: SiteLine): [name: string, value: Snapshot][] {
  const names = new Set<string>()
  return args.map((value, i) => {
    const label = params[i]
    const name = label && !names.has(label) ? label : `#${i + 1}`
    names.add(name)
    return [name, value]
  })
}

/** How a call ended, in words for readers: `returned`, `threw`, `closed`, `running`, `promised`. */
export const outcomeOf = (line: CallLine, running: boolean): string => (running ? 'running' : line.outcome)

/** `src/cart.ts:12:3` */
export const placeOf = ({ file, line, column }: SiteLine): string => (line ? `${file}:${line}:${column}` : file)

/** JSON that stays itself inside a page, a script or a terminal: `<`, what steers, and what JavaScript takes for ends of lines are escaped. */
export const safeJson = (value: unknown): string => printableJson(JSON.stringify(value)).replaceAll('<', '\\u003c')

/** At most so many UTF-16 code units, no emoji cut in two, `…` for what is gone. */
export function clip(text: string, room: number): string {
  if (text.length <= room) return text
  const cut = text.slice(0, Math.max(0, room - 1))
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`
}

/** Control characters as the pictures that Unicode has for them, so that text stays one line and rings no bell. */
export const oneLine = (text: string): string =>
  text
    .replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ⏎ ')
    .replace(/[\u0000-\u001f\u007f]/g, (char) => (char === '\u007f' ? '␡' : String.fromCharCode(0x2400 + char.charCodeAt(0))))
    .replace(/[\u0080-\u009f\u202a-\u202e\u2066-\u2069]/g, '�')

/** Pieces of text in chunks of some 64 KiB, for whom each piece is a system call. */
export async function* inChunks(pieces: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const piece of pieces) {
    chunk += piece
    if (chunk.length < 65_536) continue
    yield chunk
    chunk = ''
  }
  if (chunk) yield chunk
}

/** Each piece behind the first with a comma and a new line before it: the items of a JSON array. */
export async function* listed(items: AsyncIterable<unknown> | Iterable<unknown>): AsyncGenerator<string> {
  let first = true
  for await (const item of items) {
    yield `${first ? '' : ',\n'}${safeJson(item)}`
    first = false
  }
}
