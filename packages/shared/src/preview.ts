import { printable } from './printable.ts'
import type { Snapshot, SnapshotObject } from './value.ts'

/**
 * A snapshot as one line of text, at most `width` characters long: `Cart {items: [3, 5], total: 12.5}`, and as the room
 * gets less `Cart {items: Array(2), total: 12.5}`, `Cart {items: Array(2), …}`, `Cart {…}`.
 */
export function formatSnapshot(snapshot: Snapshot, width: number = 60): string {
  try {
    return printable(fit(snapshot, width))
  } catch {
    // From a recording that somebody damaged: no snapshot at all.
    return '‹unreadable›'
  }
}

function fit(snapshot: Snapshot, width: number): string {
  for (const depth of [3, 2, 1]) {
    const text = show(snapshot, depth, Infinity)
    if (text.length <= width) return text
  }
  const text = show(snapshot, 1, width)
  return text.length <= width ? text : cut(show(snapshot, 0, width), width)
}

/** Cuts in the middle of the text nothing but its end, and says so: `…`; a closing quote is kept. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text
  const quote = text.endsWith("'") && text.startsWith("'") ? "'" : ''
  return `${text.slice(0, Math.max(0, width - 1 - quote.length))}…${quote}`
}

function show(value: Snapshot, depth: number, room: number): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quote(value, room)
  switch (value.k) {
    case 'object':
      return braces(
        value.name === 'Object' ? '' : value.name || '[null]',
        value.props.map(([key, item]) => [`${keyText(key)}: `, item]),
        value.size,
        depth,
        room,
      )
    case 'array':
      return items(value, depth, room)
    case 'map':
      return braces(
        `${value.name}(${value.size})`,
        value.entries.map(([key, item]) => [`${show(key, 0, 30)} => `, item]),
        value.size,
        depth,
        room,
      )
    case 'set':
      return braces(
        `${value.name}(${value.size})`,
        value.items.map((item) => ['', item]),
        value.size,
        depth,
        room,
      )
    default:
      return simple(value, room)
  }
}

function simple(value: SnapshotObject, room: number): string {
  switch (value.k) {
    case 'string':
      return quote(`${value.v}…`, room)
    case 'undefined':
      return 'undefined'
    case 'bigint':
      return `${value.v}n`
    case 'function':
      return `${value.class ? 'class ' : 'ƒ '}${value.name || '(anonymous)'}`
    case 'error':
      return value.message ? `${value.name}: ${oneLine(value.message)}` : value.name
    case 'opaque':
      if (value.thinned) return `${value.name === 'Object' ? '' : `${value.name} `}‹…›`
      if (value.name === 'Proxy') return '[Proxy]'
      // An element of React, Preact or Vue.
      if (value.name.startsWith('<')) return value.name
      return value.name === 'Array' ? '[…]' : `${value.name === 'Object' ? '' : `${value.name} `}{…}`
    case 'getter':
      return '[Getter]'
    case 'omitted':
      return '‹…›'
    case 'redacted':
      return '‹redacted›'
    case 'circular':
      return '[Circular]'
    case 'reactive':
      return '[reactive proxy]'
    case 'hostile':
      return '‹unreadable›'
    case 'hole':
      return 'empty'
    default:
      return 'v' in value ? value.v : value.k
  }
}

function items({ name, items: list, size }: SnapshotObject & { k: 'array' }, depth: number, room: number): string {
  const label = name === 'Array' ? '' : `${name}(${size}) `
  if (!size) return `${label}[]`
  if (depth < 1) return label ? label.trim() : `Array(${size})`
  const inside = join(
    list.map((item) => ['', item]),
    size,
    depth,
    room - label.length - 2,
  )
  return inside === '…' ? label.trim() || `Array(${size})` : `${label}[${inside}]`
}

function braces(label: string, parts: [label: string, value: Snapshot][], size: number, depth: number, room: number): string {
  const head = label && `${label} `
  if (!size) return `${head}{}`
  return depth < 1 ? `${head}{…}` : `${head}{${join(parts, size, depth, room - head.length - 2)}}`
}

/** As many parts as there is room for, and whether there were more. */
function join(parts: [label: string, value: Snapshot][], size: number, depth: number, room: number): string {
  let out = ''
  let shown = 0
  for (const [label, value] of parts) {
    const next = (shown ? ', ' : '') + label + show(value, depth - 1, Math.max(20, room / 2))
    if (out.length + next.length > room - 3 && room !== Infinity) break
    out += next
    shown++
  }
  return shown === size ? out : shown ? `${out}, …` : '…'
}

const keyText = (key: string): string => (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : quote(key, 40))
const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

function quote(text: string, room: number): string {
  const plain = text.slice(0, 1000).replace(/[\\'\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escape)
  return cut(`'${plain}'`, Math.max(4, room))
}

const ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' }
const escape = (char: string): string =>
  ESCAPES[char] ?? (char > '\u00ff' ? '\\u' : '\\x') + char.charCodeAt(0).toString(16).padStart(2, '0')
