// Taken at load and called with an explicit receiver, so that neither a patched prototype nor a user's override runs.
// Getters of built-ins throw a TypeError for anything that is not genuine, proxies included: they double as brand checks.

const { getOwnPropertyDescriptor, getPrototypeOf, keys } = Object

export const protoOf: (value: object) => object | null = getPrototypeOf
export const descriptor: (object: object, key: PropertyKey) => PropertyDescriptor | undefined = getOwnPropertyDescriptor

/** The value of an own data property; `undefined` for accessors and where there is none. */
export const ownValue = (object: object, key: PropertyKey): unknown => descriptor(object, key)?.value

type Method<R> = (receiver: unknown) => R

/** `('size' of Map.prototype)` -> a function that takes the map. */
const intrinsic = <R>(prototype: object | null, key: PropertyKey): Method<R> => {
  const { get, value } = descriptor(prototype as object, key) as PropertyDescriptor
  return Function.prototype.call.bind((get ?? value) as () => R) as Method<R>
}

const isoDate: Method<string> = intrinsic(Date.prototype, 'toISOString')
const dateTime: Method<number> = intrinsic(Date.prototype, 'getTime')
const regexpSource: Method<string> = intrinsic(RegExp.prototype, 'source')
const clone: (value: object) => object = globalThis['structuredClone' as never]

export const typedLength: Method<number> = intrinsic(protoOf(Uint8Array.prototype), 'length')

export const dateText = (value: object): string => (dateTime(value) === dateTime(value) ? isoDate(value) : 'Invalid Date')

// A genuine one is cloned by its internals; its own getters may have been overridden.
export const regexpText = (value: object): string => String(regexpSource(value) && clone(value))

/** Reads the first entries of a genuine map or set: `(value, max) -> { entries, size }`. */
const reader = (make: new () => Map<unknown, unknown> | Set<unknown>): ((value: object, max: number) => { entries: [unknown, unknown][]; size: number }) => {
  const count = intrinsic<number>(make.prototype, 'size')
  const begin = intrinsic<object>(make.prototype, 'entries')
  const next = intrinsic<IteratorResult<[unknown, unknown]>>(protoOf(new make().entries()), 'next')
  return (value, max) => {
    const size = count(value)
    const iterator = begin(value)
    const entries: [unknown, unknown][] = []
    while (entries.length < max && entries.length < size) entries.push(next(iterator).value)
    return { entries, size }
  }
}

export const readMap: ReturnType<typeof reader> = reader(Map)
export const readSet: ReturnType<typeof reader> = reader(Set)

const HUGE = 5000
const huge = new WeakMap<object, { keys: string[]; size: number }>()

/**
 * Own enumerable keys, cut to `max`, and how many there were. No engine lists them lazily (a million takes 0.3 s, with
 * `for in` too), so an object found huge is listed once and shown by the same keys from then on.
 */
export function ownKeys(object: object, max: number): { keys: string[]; size: number } {
  let found = huge.get(object)
  if (!found) {
    const all = keys(object)
    const size = all.length
    found = { keys: all.slice(0, max), size }
    if (size > HUGE) huge.set(object, found)
  }
  return found
}
