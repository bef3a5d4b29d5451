import { DEFAULT_LIMITS } from '@spoor/shared'
import type { Snapshot, SnapshotObject, ValueLimits } from '@spoor/shared'
import { classify } from './classify.ts'
import { dateText, descriptor, ownKeys, ownValue, readMap, readSet, regexpText, typedLength } from './intrinsics.ts'
import { isSecret } from './redact.ts'

/** Most values looked at for one snapshot, so that nested limits cannot multiply. */
const NODES = 500
const NAME_LENGTH = 100
const STACK_LENGTH = 4000
const HUGE = 1n << 1024n

const { isArray } = Array
const { is } = Object
const REDACTED: SnapshotObject = { k: 'redacted' }

/** What is left to spend on one snapshot, and the objects that contain the one being looked at. */
interface Walk {
  limits: ValueLimits
  nodes: number
  path: object[]
}

type Look = (value: object, name: string, depth: number, walk: Walk) => SnapshotObject

const opaque: Look = (_, name) => ({ k: 'opaque', name })

/** How each kind of built-in is shown. These need not descend: */
const LEAVES: Record<string, Look> = {
  Date: (value) => ({ k: 'date', v: dateText(value) }),
  RegExp: (value, _name, _depth, { limits }) => ({ k: 'regexp', v: clip(regexpText(value), limits.string) }),
  Error: errorOf,
  TypedArray: (value, name, _, state) => ({ k: 'array', name, ...list(typedLength(value), state, (i) => walk((value as unknown[])[i], 0, state)) }),
}

// Nothing to see without consuming it, or the way into a huge graph (DOM, sockets, React's fibers).
for (const name of 'Promise WeakRef WeakMap WeakSet Generator AsyncGenerator EventTarget Stream FiberNode'.split(' ')) LEAVES[name] = opaque

const KINDS: Record<string, Look> = { __proto__: null as never, Map: mapOf, Set: setOf, ...LEAVES }

/**
 * A bounded, JSON-safe copy of any value, as it is now. Runs no getter, no `toJSON`, no custom inspection; consumes no
 * iterator, stream or promise; never throws (`{ k: 'hostile' }` stands for what could not be looked at).
 */
export function snapshot(value: unknown, limits: ValueLimits = DEFAULT_LIMITS): Snapshot {
  return walk(value, limits.depth, { limits, nodes: NODES, path: [] })
}

/** One snapshot for each argument; those whose parameter is named like a secret are redacted. */
export function snapshotArgs(args: ArrayLike<unknown>, params: readonly string[], limits: ValueLimits): Snapshot[] {
  const out: Snapshot[] = []
  for (let i = 0; i < args.length && i < limits.items; i++) {
    const label = params[i]
    // `{password}` and `[token]` are patterns: the properties themselves are looked at.
    out.push(label && !/^[[{]/.test(label) && isSecret(label, limits.redact) ? REDACTED : snapshot(args[i], limits))
  }
  return out
}

function walk(value: unknown, depth: number, state: Walk): Snapshot {
  state.nodes--
  switch (typeof value) {
    case 'string':
      return value.length > state.limits.string ? { k: 'string', v: clip(value, state.limits.string), size: value.length } : value
    case 'boolean':
      return value
    case 'number':
      return value - value === 0 && !is(value, -0) ? value : { k: 'number', v: value ? `${value}` : value === 0 ? '-0' : 'NaN' }
    case 'bigint':
      return { k: 'bigint', v: value < HUGE && value > -HUGE ? `${value}` : '(over 1024 bits)' }
    case 'symbol':
      return { k: 'symbol', v: clip(String(value), state.limits.string) }
  }
  // `document.all` is an object although `typeof` says 'undefined'.
  if (value === null) return value
  if (value === undefined) return { k: 'undefined' }
  try {
    return typeof value === 'function' ? describeFunction(value) : describe(value, depth, state)
  } catch {
    return { k: 'hostile' }
  }
}

function describeFunction(value: object): SnapshotObject {
  const name = textOf(value, 'name', NAME_LENGTH)
  // Only classes have a `prototype` that cannot be assigned.
  return descriptor(value, 'prototype')?.writable === false ? { k: 'function', name, class: true } : { k: 'function', name }
}

function describe(value: object, depth: number, state: Walk): SnapshotObject {
  if (state.path.includes(value)) return { k: 'circular' }
  const { name, kind } = classify(value, KINDS)
  let look = kind && KINDS[kind] || (isArray(value) ? arrayOf : objectOf)
  if ((depth < 1 || state.nodes < 1) && !(kind && LEAVES[kind])) look = opaque
  state.path.push(value)
  try {
    return look(value, name, depth - 1, state)
  } catch {
    // It only looked like one: made with its prototype, a proxy of it, a user's class of that name.
    return objectOf(value, name, depth - 1, state)
  } finally {
    state.path.pop()
  }
}

/** The items that the limits allow, and how many there are. */
function list(size: number, { limits, nodes }: Walk, at: (index: number) => Snapshot): { items: Snapshot[]; size: number } {
  const items: Snapshot[] = []
  for (let i = 0; i < size && i < limits.items && i < nodes; i++) items.push(at(i))
  return { items, size }
}

function arrayOf(value: object, name: string, depth: number, state: Walk): SnapshotObject {
  return { k: 'array', name, ...list(ownValue(value, 'length') as number, state, (i) => propertyOf(value, i, depth, state)) }
}

function objectOf(value: object, name: string, depth: number, state: Walk): SnapshotObject {
  const { fields, redact } = state.limits
  const { keys, size } = ownKeys(value, fields)
  const props = keys.map((key): [string, Snapshot] => [
    clip(key, NAME_LENGTH),
    isSecret(key, redact) ? REDACTED : propertyOf(value, key, depth, state),
  ])
  return { k: 'object', name, props, size }
}

function propertyOf(object: object, key: string | number, depth: number, state: Walk): Snapshot {
  try {
    const found = descriptor(object, key)
    return !found ? { k: 'hole' } : 'value' in found ? walk(found.value, depth, state) : { k: 'getter' }
  } catch {
    return { k: 'hostile' }
  }
}

function mapOf(value: object, name: string, depth: number, state: Walk): SnapshotObject {
  const { items, redact } = state.limits
  const { entries, size } = readMap(value, Math.min(items, state.nodes))
  return {
    k: 'map',
    name,
    entries: entries.map(([key, item]) => [
      walk(key, depth, state),
      typeof key === 'string' && isSecret(key, redact) ? REDACTED : walk(item, depth, state),
    ]),
    size,
  }
}

function setOf(value: object, name: string, depth: number, state: Walk): SnapshotObject {
  const { entries, size } = readSet(value, Math.min(state.limits.items, state.nodes))
  return { k: 'set', name, items: entries.map(([item]) => walk(item, depth, state)), size }
}

function errorOf(value: object, maker: string, depth: number, state: Walk): SnapshotObject {
  const name = textOf(value, 'name', NAME_LENGTH) || maker
  const out: SnapshotObject = { k: 'error', name, message: textOf(value, 'message', state.limits.string) }
  const stack = textOf(value, 'stack', STACK_LENGTH)
  if (stack) out.stack = stack
  // An AggregateError has no cause but errors.
  const cause = descriptor(value, 'cause') ?? descriptor(value, 'errors')
  if (cause) out.cause = walk(cause.value, depth, state)
  return out
}

function textOf(object: object, key: string, max: number): string {
  const text = ownValue(object, key)
  return typeof text === 'string' ? clip(text, max) : ''
}

// A slice alone would keep the whole string alive; joined and cut again it is a copy.
const clip = (text: string, max: number): string => (text.length > max ? ` ${text.slice(0, max)}`.slice(1) : text)
