import { builtin } from './builtin.ts'
import { readTraceparent, TRACEPARENT } from './traceparent.ts'
import type { TraceContext } from './traceparent.ts'

/** What is sent along, and what became of it. */
export interface Load {
  value: string
  /** What the program has set itself, which is left as it is. */
  own?: TraceContext | undefined
}

/**
 * Second argument of `fetch`, with our header in what it says of headers, and else as it is: read as often, in the same order, and with
 * itself as receiver.
 * @param base headers that go where it says nothing of them
 * @param more other members that go where there is no such argument
 */
export function carrying(init: object | undefined, load: Load, base: HeadersLike | undefined, more: object = {}): object {
  const given = init ?? more
  let read = false
  let headers: unknown
  const headersOf = (): unknown => {
    if (!read) headers = withHeader((given as { headers?: unknown }).headers ?? base, load)
    read = true
    return headers
  }
  // Not of the argument itself: of a frozen one a proxy may tell nothing new.
  return new Proxy(
    {},
    {
      get: (_, key) => (key === 'headers' ? headersOf() : (Reflect.get(given, key, given) as unknown)),
      has: (_, key) => key === 'headers' || Reflect.has(given, key),
      ownKeys: () => [...new Set([...Reflect.ownKeys(given), 'headers'])],
      getPrototypeOf: () => Reflect.getPrototypeOf(given),
      getOwnPropertyDescriptor: (_, key) => {
        if (key === 'headers') return { value: headersOf(), writable: true, enumerable: true, configurable: true }
        const found = Reflect.getOwnPropertyDescriptor(given, key)
        return found && { ...found, configurable: true }
      },
    },
  )
}

/** A `Headers`, as far as it is used here. */
export interface HeadersLike extends Iterable<[string, string]> {
  get(name: string): string | null
  set(name: string, value: string): void
}

const headersClass = builtin<new (init?: unknown) => HeadersLike>('Headers')

/** A copy in the same form: `Headers`, pairs, or a record. What is none of these is left to fail as it would. */
function withHeader(headers: unknown, load: Load): unknown {
  if (headers === undefined) return { [TRACEPARENT]: load.value }
  if (typeof headers !== 'object' || headers === null) return headers
  const Headers = headersClass()
  if (Headers && headers instanceof Headers) return withName(headers, new Headers(headers), load)
  if (Array.isArray(headers)) return [...pairsWith(headers, load)]
  if (Symbol.iterator in headers) return { [Symbol.iterator]: () => pairsWith(headers as Iterable<unknown>, load) }
  return recordWith(headers, load)
}

function withName(headers: HeadersLike, copy: HeadersLike, load: Load): HeadersLike {
  const own = headers.get(TRACEPARENT)
  if (own === null) copy.set(TRACEPARENT, load.value)
  else load.own = readTraceparent(own)
  return own === null ? copy : headers
}

function* pairsWith(pairs: Iterable<unknown>, load: Load): Generator<unknown, void> {
  let found = false
  for (const given of pairs) {
    const pair = isObject(given) && !Array.isArray(given) && Symbol.iterator in given ? [...(given as Iterable<unknown>)] : given
    if (Array.isArray(pair) && isName(pair[0])) {
      found = true
      load.own = readTraceparent(pair[1])
    }
    yield pair
  }
  if (!found) yield [TRACEPARENT, load.value]
}

function recordWith(record: object, load: Load): object {
  const copy = Object.create(Object.getPrototypeOf(record) as object | null) as Record<PropertyKey, unknown>
  let found = false
  for (const key of Reflect.ownKeys(record)) {
    if (!Object.prototype.propertyIsEnumerable.call(record, key)) continue
    const value = (record as Record<PropertyKey, unknown>)[key]
    Object.defineProperty(copy, key, { value, writable: true, enumerable: true, configurable: true })
    if (!isName(key)) continue
    found = true
    load.own = readTraceparent(value)
  }
  if (!found) copy[TRACEPARENT] = load.value
  return copy
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const isName = (key: unknown): boolean => typeof key === 'string' && key.toLowerCase() === TRACEPARENT
