import type { ValueLimits } from '@spoor/shared'
import { ARRAY, CIRCULAR, CLASS, FUNCTION, GETTER, HOLE, HOSTILE, OBJECT, OPAQUE, REACTIVE, REDACTED, STRING, THINNED } from './cells.ts'
import type { Cells, Head } from './cells.ts'
import { classify } from './classify.ts'
import { elementOf } from './elements.ts'
import { asText, box, descriptor, ownKeys, ownList, ownValue, slice } from './intrinsics.ts'
import { isProxy } from './proxies.ts'
import { hasFrameworks, inside } from './reactive.ts'
import { isSecret, isSecretParameter } from './redact.ts'
import { isCardNumber, redactedBy, withoutSecrets } from './secrets.ts'

/** Most values looked at for one snapshot, so that nested limits cannot multiply. */
const NODES = 500

const { isArray } = Array

// Of the snapshot being made.
let limits: Within
let nodes: number
let cells: Cells
let at: number
/** The objects that contain the one being looked at, and how many they are. */
const path: object[] = ownList()
let level = 0

/** Limits that are closer than those that were asked for: what they hide is marked. */
export interface Within extends ValueLimits {
  thinned?: true
}

/** A way to show an object. `depth` is what is left for what it contains: below 0, it is not to be looked into. */
export type Look = (value: object, name: string, depth: number, kit: Kit) => void

/**
 * Writes to `into`, from `from` on, a bounded copy of any value, as it is now; with `params`, of each of the arguments that `value`
 * holds. Runs no getter, no `toJSON`, no custom inspection; consumes no iterator, stream or promise; never throws
 * (`{ k: 'hostile' }` stands for what could not be looked at).
 * @returns where it ends
 */
export function flatten(into: Cells, from: number, value: unknown, within: Within, params?: readonly string[]): number {
  // A proxy's trap may get here while another snapshot is being made.
  const outerLimits = limits
  const outerNodes = nodes
  const outerCells = cells
  const outerAt = at
  limits = within
  nodes = NODES
  cells = into
  at = from
  if (params) flattenArgs(value as ArrayLike<unknown>, params)
  else walk(value, limits.depth)
  const end = at
  limits = outerLimits
  nodes = outerNodes
  cells = outerCells
  at = outerAt
  return end
}

/** Arguments whose parameter is named like a secret are redacted. */
function flattenArgs(args: ArrayLike<unknown>, params: readonly string[]): void {
  for (let i = 0; i < args.length && i < limits.items; i++) {
    nodes = NODES
    if (isSecretParameter(params[i], limits.redact)) put(REDACTED)
    else walk(args[i], limits.depth)
  }
}

const put = (cell: unknown): void => void (cells[at++] = cell)

/** Begins something of several cells. */
function begin(head: Head, name: unknown, size?: unknown): void {
  put(head)
  put(name)
  if (size !== undefined) put(size)
}

function walk(value: unknown, depth: number): void {
  nodes--
  const from = at
  try {
    switch (typeof value) {
      case 'string':
        return value.length > limits.string ? begin(STRING, clip(value), value.length) : put(clean(value))
      case 'number':
        return put(limits.patterns !== false && value > 2e12 && isCardNumber(value) ? '‹card›' : value)
      case 'bigint':
      case 'symbol':
        return put({ k: typeof value, v: clip(asText(value)) })
      case 'function':
        if (isProxy(value)) return opaque('Proxy')
        // Only classes have a `prototype` that cannot be assigned.
        return begin(descriptor(value, 'prototype')?.writable === false ? CLASS : FUNCTION, textOf(value, 'name'))
    }
    // `document.all` is an object although `typeof` says 'undefined'.
    if (box(value) === value) describe(value as object, depth - 1)
    else put(value)
  } catch {
    at = from
    put(HOSTILE)
  }
}

function describe(given: object, depth: number): void {
  if (isProxy(given) && !hasFrameworks()) return opaque('Proxy')
  const value = inside(given)
  if (!value) return put(REACTIVE)
  for (let i = 0; i < level; i++) if (path[i] === value) return put(CIRCULAR)
  const { name, look } = classify(value)
  const from = at
  const plain = depth < 0 || nodes < 1 ? nameOf : isArray(value) ? arrayOf : objectOf
  path[level++] = value
  try {
    ;(look ?? plain)(value, name, depth, KIT)
  } catch {
    // It only looked like one: made with its prototype, a proxy of it, a user's class of that name.
    at = from
    plain(value, name, depth, KIT)
  } finally {
    // Kept alive by nobody.
    path[--level] = path
  }
}

const opaque = (name: string): void => begin(OPAQUE, name)

/** What is not looked into, for it lies too deep. */
const hidden = (name: string): void => begin(limits.thinned ? THINNED : OPAQUE, name)

const nameOf: Look = (_, name) => hidden(name)

function arrayOf(value: object, name: string, depth: number): void {
  const size = ownValue(value, 'length') as number
  const count = counted(ARRAY, name, size)
  let i = 0
  for (; i < size && i < limits.items && nodes > 0; i++) property(value, i, depth)
  cells[count] = i
}

function objectOf(value: object, name: string, depth: number): void {
  const keys = ownKeys(value)
  const element = elementOf(value, keys[0])
  if (element) return opaque(element)
  const count = counted(OBJECT, name, keys.length)
  let i = 0
  for (; i < keys.length && i < limits.fields && nodes > 0; i++) {
    const key = keys[i] as string
    put(clip(key, 99))
    if (isSecret(key, limits.redact)) put(REDACTED)
    else property(value, key, depth)
  }
  cells[count] = i
}

/** Head, name, size, how many there are here, and those: as many as the limits allow. */
function list(head: Head, name: string, size: number, one: (index: number) => void): void {
  const count = counted(head, name, size)
  let i = 0
  for (; i < size && i < limits.items && nodes > 0; i++) one(i)
  cells[count] = i
}

/** @returns where it is to be said how many there are here */
function counted(head: Head, name: string, size: number): number {
  begin(head, name, size)
  put(0)
  return at - 1
}

/** `walk` for the value of a map's entry. */
function entry(key: unknown, value: unknown, depth: number): void {
  if (typeof key === 'string' && isSecret(key, limits.redact)) put(REDACTED)
  else walk(value, depth)
}

function property(object: object, key: string | number, depth: number): void {
  let found
  try {
    found = descriptor(object, key)
  } catch {
    return put(HOSTILE)
  }
  if (!found) put(HOLE)
  else if (found.get || found.set) put(GETTER)
  else walk(found.value, depth)
}

function textOf(object: object, key: string, max?: number): string {
  const text = ownValue(object, key)
  return typeof text === 'string' ? clip(text, max) : ''
}

/** What is behind the end of a text that is cut, but may be part of a secret before it. */
const MARGIN = 300

// A slice alone would keep the whole string alive; joined and cut again it is a copy.
function clip(text: string, max: number = limits.string): string {
  return text.length > max ? slice(` ${slice(clean(slice(text, 0, max + MARGIN)), 0, max)}`, 1) : clean(text)
}

/** Without secrets. */
function clean(text: string): string {
  const { patterns } = limits
  if (patterns === false) return text
  const known = withoutSecrets(text)
  return patterns === true ? known : redactedBy(patterns, known)
}

/** The walker's own means, for looks that come from elsewhere. */
const KIT = { begin, hidden, list, put, opaque, walk, clip, entry, textOf }
export type Kit = {
  begin: typeof begin
  hidden: typeof hidden
  list: typeof list
  put: typeof put
  opaque: typeof opaque
  walk: typeof walk
  clip: typeof clip
  entry: typeof entry
  textOf: typeof textOf
}
