import { ARRAY, ERROR, GETTER, MAP, OBJECT, SET } from './cells.ts'
import { descriptor, protoOf } from './intrinsics.ts'
import { isProxy } from './proxies.ts'
import type { Look } from './snapshot.ts'

// Taken at load and called with an explicit receiver, so that neither a patched prototype nor a user's override runs.
// Getters of built-ins throw a TypeError for anything that is not genuine, proxies included: they double as brand checks.

/** `size` of `Map.prototype` -> a function that takes the map. */
const intrinsic = <R>(prototype: object | null, key: PropertyKey): ((receiver: unknown) => R) => {
  const { get, value } = descriptor(prototype as object, key) as PropertyDescriptor
  return Function.prototype.call.bind(get ?? value) as (receiver: unknown) => R
}

const dateTime: (value: unknown) => number = intrinsic(Date.prototype, 'getTime')
const isoDate: (value: unknown) => string = intrinsic(Date.prototype, 'toISOString')
const typedLength: (value: unknown) => number = intrinsic(protoOf(Uint8Array.prototype), 'length')

const regexpSource = intrinsic<string>(RegExp.prototype, 'source')
const FLAGS: [letter: string, isSet: (value: object) => boolean][] = []
for (const flag of 'hasIndices:d global:g ignoreCase:i multiline:m dotAll:s unicode:u unicodeSets:v sticky:y'.split(' ')) {
  const [name, letter] = flag.split(':') as [string, string]
  if (descriptor(RegExp.prototype, name)) FLAGS.push([letter, intrinsic(RegExp.prototype, name)])
}

/** Each flag by itself: its own `flags` and `toString` may have been overridden. */
function regexpText(value: object): string {
  let text = `/${regexpSource(value)}/`
  for (let i = 0; i < FLAGS.length; i++) {
    const flag = FLAGS[i] as (typeof FLAGS)[number]
    if (flag[1](value)) text += flag[0]
  }
  return text
}

/** What there is in a genuine map or set, one after the other. */
interface Entries {
  size: number
  next(): [unknown, unknown]
}

const reader = (make: new () => Map<unknown, unknown> | Set<unknown>): ((value: object) => Entries) => {
  const size = intrinsic<number>(make.prototype, 'size')
  const begin = intrinsic<object>(make.prototype, 'entries')
  const step = intrinsic<{ value: [unknown, unknown] }>(protoOf(new make().entries()), 'next')
  return (value) => {
    const iterator = begin(value)
    return { size: size(value), next: () => step(iterator).value }
  }
}

const readMap: (value: object) => Entries = reader(Map)
const readSet: (value: object) => Entries = reader(Set)

const mapOf: Look = (value, name, depth, { entry, hidden, list, walk }) => {
  const map = readMap(value)
  if (depth < 0) return hidden(name)
  list(MAP, name, map.size, () => {
    const pair = map.next()
    walk(pair[0], depth)
    entry(pair[0], pair[1], depth)
  })
}

const setOf: Look = (value, name, depth, { hidden, list, walk }) => {
  const set = readSet(value)
  if (depth < 0) return hidden(name)
  list(SET, name, set.size, () => walk(set.next()[0], depth))
}

/**
 * V8 writes the stack when it is first read, and asks the error for its name and message then: where a getter of the user's would answer,
 * the stack is left alone.
 */
const errorOf: Look = (value, maker, depth, { begin, clip, put, textOf, walk }) => {
  const name = found(value, 'name')
  const message = found(value, 'message')
  const text = message ? told(value, message) : ''
  begin(ERROR, textOf(value, 'name') || (name?.get && told(value, name)) || maker, text === undefined ? '[Getter]' : clip(text))
  const brief = depth < -1
  const stack = brief || text === undefined || (name && told(value, name) === undefined) ? '' : stackOf(value)
  put(typeof stack === 'string' ? clip(stack, 4000) : '')
  // An AggregateError has no cause but errors.
  const cause = brief ? undefined : (descriptor(value, 'cause') ?? descriptor(value, 'errors'))
  put(!!cause)
  if (cause?.get) put(GETTER)
  else if (cause) walk(cause.value, depth)
}

/** Most prototypes that are asked. */
const MOST = 99

const USERS: PropertyDescriptor = { get: () => undefined }

/** The property that reading `value[key]` would come to. */
function found(value: object, key: string): PropertyDescriptor | undefined {
  let at: object | null = value
  for (let left = MOST; at && left; at = protoOf(at), left--) {
    if (isProxy(at)) return USERS
    const property = descriptor(at, key)
    if (property) return property
  }
  return undefined
}

const PLATFORMS = (globalThis as { DOMException?: { prototype: object } }).DOMException?.prototype
const NATIVE = PLATFORMS ? [descriptor(PLATFORMS, 'name')?.get, descriptor(PLATFORMS, 'message')?.get] : []

/** The text of a name or message; `undefined` where a getter that is not the platform's would have to be asked. */
function told(error: object, { get, value }: PropertyDescriptor): string | undefined {
  const text: unknown = !get ? value : get === NATIVE[0] || get === NATIVE[1] ? apply(get, error, NONE) : undefined
  return typeof text === 'string' ? text : get ? undefined : ''
}

const { apply } = Reflect
const NONE: [] = []
const { Error: EngineError } = globalThis
const SHARED = descriptor(Error.prototype, 'stack')?.get
let eachOwn: (() => unknown) | undefined

/** An own data property, or in newer V8 an accessor of each error's own, elsewhere of all: the engine's own is asked, and no user's. */
function stackOf(error: object): unknown {
  const own = descriptor(error, 'stack')
  if (own && !own.get) return own.value
  const get = own ? (eachOwn ??= descriptor(new EngineError(), 'stack')?.get) : SHARED
  return get && apply(get, error, NONE)
}

/** Vue's: by the value as it was last worked out, without what depends on it. */
const refOf: Look = (value, name, depth, { hidden, list, put, walk }) => {
  const { value: held } = descriptor(value, '_value') as PropertyDescriptor
  if (depth < 0) return hidden(name)
  list(OBJECT, name, 1, () => {
    put('value')
    walk(held, depth)
  })
}

/** How objects are shown whose content is not in their properties, or not all of them; by the name of their class. */
export const looks: Record<string, Look> = {
  __proto__: null as never,
  Error: errorOf,
  Map: mapOf,
  Set: setOf,
  Date: (value, _name, _depth, { put }) => put({ k: 'date', v: dateTime(value) - 0 >= -Infinity ? isoDate(value) : 'Invalid Date' }),
  RegExp: (value, _name, _depth, { clip, put }) => put({ k: 'regexp', v: clip(regexpText(value)) }),
  TypedArray: (value, name, _, { list, walk }) => list(ARRAY, name, typedLength(value), (i) => walk((value as unknown[])[i], 0)),
  RefImpl: refOf,
  ComputedRefImpl: refOf,
}

// Node's timers hang in lists of all others. Programs have classes of these names too, which are looked into.
for (const name of ['Timeout', 'Immediate']) {
  looks[name] = (value, own, _depth, { opaque }) => {
    if (!descriptor(value, '_idleNext')) throw new EngineError()
    opaque(own)
  }
}

// Nothing to see without consuming it, or the way into a huge graph: DOM, sockets, React's fibers.
const OPAQUE = 'Promise WeakRef WeakMap WeakSet Generator AsyncGenerator EventTarget Stream FiberNode'
for (const name of OPAQUE.split(' ')) looks[name] = (_value, own, _depth, { opaque }) => opaque(own)
