// What a program does to built-ins once the runtime has loaded must neither fail the recording nor be called by it. So there are no methods
// of arrays, strings, maps and patterns where a value or an error is looked at, no iteration and no spread, but what is taken here.
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, keys, setPrototypeOf } = Object

/** Takes the receiver as its first argument. */
export const uncurried = <F>(method: (...args: never[]) => unknown): F => Function.prototype.call.bind(method) as F

export const match: (pattern: RegExp, text: string) => RegExpExecArray | null = uncurried(RegExp.prototype.exec)
export const slice: (text: string, from: number, to?: number) => string = uncurried(String.prototype.slice)
export const asText: (value: unknown) => string = String
export const box: (value: unknown) => object = Object

const METHODS = ['get', 'set'] as const
const ofMap = [Map.prototype.get, Map.prototype.set]
const ofWeakMap = [WeakMap.prototype.get, WeakMap.prototype.set]

/** A map that keeps its methods; with `weak`, a weak one. */
export function keeping<T extends object>(map: T, weak?: 1): T {
  for (let i = 0; i < METHODS.length; i++) defineProperty(map, METHODS[i] as string, { value: (weak ? ofWeakMap : ofMap)[i] })
  return map
}

export const protoOf: (value: object) => object | null = getPrototypeOf
export const descriptor: (object: object, key: PropertyKey) => PropertyDescriptor | undefined = getOwnPropertyDescriptor

/** The value of an own data property; `undefined` for accessors and where there is none. */
export const ownValue = (object: object, key: PropertyKey): unknown => descriptor(object, key)?.value

/** What of a list `is` true for. */
export function where<T>(list: ArrayLike<T>, is: (one: T) => boolean): T[] {
  const found: T[] = ownList()
  let count = 0
  for (let i = 0; i < list.length; i++) if (is(list[i] as T)) found[count++] = list[i] as T
  return found
}

export const some = <T>(list: ArrayLike<T>, is: (one: T) => boolean): boolean => where(list, is).length > 0

/** A list for what is kept here alone: what a program has put on `Array.prototype`, setters for indices too, does not concern it. */
export function ownList<T>(...items: T[]): T[] {
  return setPrototypeOf(items, null)
}

const HUGE = 5000
const huge = keeping(new WeakMap<object, string[]>(), 1)
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
