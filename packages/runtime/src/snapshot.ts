import { DEFAULT_LIMITS } from '@spoor/shared'
import type { Snapshot, SnapshotObject, ValueLimits } from '@spoor/shared'
import { classify } from './classify.ts'
import { descriptor, ownKeys, ownValue } from './intrinsics.ts'
import { isSecret } from './redact.ts'
import { state } from './state.ts'

/** Most values looked at for one snapshot, so that nested limits cannot multiply. */
const NODES = 500

const { isArray } = Array
const { is } = Object

// Of the snapshot being made: one at a time, as nothing of the user's runs meanwhile but a proxy's traps.
let limits: ValueLimits
let nodes: number
/** The objects that contain the one being looked at. */
let path: object[]

/** A way to show an object. `depth` is what is left for what it contains: below 0, it is not to be looked into. */
export type Look = (value: object, name: string, depth: number, kit: Kit) => SnapshotObject

/**
 * A bounded, JSON-safe copy of any value, as it is now. Runs no getter, no `toJSON`, no custom inspection; consumes no
 * iterator, stream or promise; never throws (`{ k: 'hostile' }` stands for what could not be looked at).
 */
export function snapshot(value: unknown, within: ValueLimits = DEFAULT_LIMITS): Snapshot {
  limits = within
  nodes = NODES
  path = []
  return walk(value, limits.depth)
}

/** One snapshot for each argument; those whose parameter is named like a secret are redacted. */
export function snapshotArgs(args: ArrayLike<unknown>, params: readonly string[], within: ValueLimits): Snapshot[] {
  const out: Snapshot[] = []
  for (let i = 0; i < args.length && i < within.items; i++) {
    const label = params[i] ?? '{'
    // `{password}` and `[token]` are patterns: the properties themselves are looked at.
    out.push(label[0] !== '{' && label[0] !== '[' && isSecret(label, within.redact) ? redacted() : snapshot(args[i], within))
  }
  return out
}

function walk(value: unknown, depth: number): Snapshot {
  nodes--
  switch (typeof value) {
    case 'string':
      return value.length > limits.string ? { k: 'string', v: clip(value), size: value.length } : value
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) && !is(value, -0) ? value : { k: 'number', v: is(value, -0) ? '-0' : String(value) }
    case 'bigint':
    case 'symbol':
      return { k: typeof value, v: clip(String(value)) } as SnapshotObject
  }
  // `document.all` is an object although `typeof` says 'undefined'.
  if (value === null) return value
  if (value === undefined) return { k: 'undefined' }
  try {
    return typeof value === 'function' ? functionOf(value) : describe(value, depth - 1)
  } catch {
    return { k: 'hostile' }
  }
}

function describe(given: object, depth: number): SnapshotObject {
  const { reader } = state
  // Nobody there to read it: the name will do.
  if (!reader) return opaque(given, classify(given).name, depth, KIT)
  const value = reader.inside(given)
  if (!value) return { k: 'reactive' }
  if (path.includes(value)) return { k: 'circular' }
  const { name, kind } = classify(value)
  const plain = depth < 0 || nodes < 1 ? opaque : isArray(value) ? arrayOf : objectOf
  path.push(value)
  try {
    return (reader.looks[kind] ?? plain)(value, name, depth, KIT)
  } catch {
    // It only looked like one: made with its prototype, a proxy of it, a user's class of that name.
    return plain(value, name, depth, KIT)
  } finally {
    path.pop()
  }
}

const opaque: Look = (_, name) => ({ k: 'opaque', name })

function functionOf(value: object): SnapshotObject {
  const out: SnapshotObject = { k: 'function', name: textOf(value, 'name') }
  // Only classes have a `prototype` that cannot be assigned.
  if (descriptor(value, 'prototype')?.writable === false) out.class = true
  return out
}

const arrayOf: Look = (value, name, depth) =>
  list('array', name, 'items', ownValue(value, 'length') as number, (i) => propertyOf(value, i, depth))

function objectOf(value: object, name: string, depth: number): SnapshotObject {
  const keys = ownKeys(value)
  const at = (i: number): unknown => {
    const key = keys[i] as string
    return [clip(key, 99), isSecret(key, limits.redact) ? redacted() : propertyOf(value, key, depth)]
  }
  return list('object', name, 'props', keys.length, at, limits.fields)
}

/** -> `{ k, name, [field]: as many as the limits allow, size }` */
function list(
  k: string,
  name: string,
  field: string,
  size: number,
  at: (index: number) => unknown,
  max: number = limits.items,
): SnapshotObject {
  const items: unknown[] = []
  for (let i = 0; i < size && i < max && nodes > 0; i++) items.push(at(i))
  return { k, name, [field]: items, size } as never
}

const redacted = (): Snapshot => ({ k: 'redacted' })

/** `walk` for the value of a map's entry. */
const entry = (key: unknown, value: unknown, depth: number): Snapshot =>
  typeof key === 'string' && isSecret(key, limits.redact) ? redacted() : walk(value, depth)

function propertyOf(object: object, key: string | number, depth: number): Snapshot {
  try {
    const found = descriptor(object, key)
    return !found ? { k: 'hole' } : found.get || found.set ? { k: 'getter' } : walk(found.value, depth)
  } catch {
    return { k: 'hostile' }
  }
}

function textOf(object: object, key: string, max?: number): string {
  const text = ownValue(object, key)
  return typeof text === 'string' ? clip(text, max) : ''
}

// A slice alone would keep the whole string alive; joined and cut again it is a copy.
const clip = (text: string, max: number = limits.string): string => (text.length > max ? ` ${text.slice(0, max)}`.slice(1) : text)

/** The walker's own means, for looks that come from elsewhere. */
const KIT = { list, walk, clip, entry, textOf }
export type Kit = {
  list: typeof list
  walk: typeof walk
  clip: typeof clip
  entry: typeof entry
  textOf: typeof textOf
}
