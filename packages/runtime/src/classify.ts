import { ownValue, protoOf } from './intrinsics.ts'

/** What an object is, as its prototypes tell. */
export interface Classified {
  /** The constructor's; `''` for a null prototype. */
  name: string
  /** Name of the built-in that it inherits from, if that matters: `Map`, `TypedArray`, ... */
  kind: string | undefined
}

const known = new WeakMap<object, Classified>()

/** By names rather than identity, so that it holds for values of other realms (iframes, `vm`). */
export function classify(value: object, kinds: object): Classified {
  const prototype = protoOf(value)
  if (!prototype) return { name: '', kind: undefined }
  let found = known.get(prototype)
  if (!found) {
    found = { name: '', kind: undefined }
    for (let at: object | null = prototype; at && !found.kind; at = protoOf(at)) {
      const own = ownName(at)
      found.name ||= own
      if (own in kinds) found.kind = own
    }
    known.set(prototype, found)
  }
  return found
}

/** `class A {}`: A.prototype -> `A`. Prototypes without a constructor of their own (generators) have a tag. */
function ownName(prototype: object): string {
  const maker = ownValue(prototype, 'constructor')
  const name = typeof maker === 'function' ? ownValue(maker, 'name') : ownValue(prototype, Symbol.toStringTag)
  return typeof name === 'string' ? name.slice(0, 100) : ''
}
