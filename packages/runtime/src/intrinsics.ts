const { getOwnPropertyDescriptor, getPrototypeOf, keys, setPrototypeOf } = Object

export const protoOf: (value: object) => object | null = getPrototypeOf
export const descriptor: (object: object, key: PropertyKey) => PropertyDescriptor | undefined = getOwnPropertyDescriptor

/** The value of an own data property; `undefined` for accessors and where there is none. */
export const ownValue = (object: object, key: PropertyKey): unknown => descriptor(object, key)?.value

/** A list for what is kept here alone: what a program has put on `Array.prototype`, setters for indices too, does not concern it. */
export const ownList = <T>(...items: T[]): T[] => setPrototypeOf(items, null)

const HUGE = 5000
const huge = new WeakMap<object, string[]>()
let anyHuge = false

/**
 * Own enumerable keys. No engine lists them lazily (a million takes 0.3 s, with `for in` too), so an object found huge is
 * listed once and shown by the same keys from then on, of which there are `HUGE` and one.
 */
export function ownKeys(object: object): string[] {
  let found = anyHuge ? huge.get(object) : undefined
  if (!found) {
    found = keys(object)
    if (found.length > HUGE) {
      huge.set(object, found)
      anyHuge = true
    }
  }
  return found
}
