import { keeping, ownValue, protoOf, slice } from './intrinsics.ts'
import { looks } from './looks.ts'
import type { Look } from './snapshot.ts'

/** What an object is, as its prototypes tell. */
export interface Classified {
  /** The constructor's; `''` for a null prototype. */
  name: string
  /** Name of the built-in that it inherits from, if it is one to be shown in its own way: `Map`, `TypedArray`, ... */
  kind: string
  look: Look | undefined
}

/** Most prototypes that are asked: a proxy may give itself as its own. */
const MOST = 99

const TAG = Symbol.toStringTag
const classes = keeping(new WeakMap<object, Classified>(), 1)

/** By names rather than identity, so that it holds for values of other realms (iframes, `vm`). */
export function classify(value: object): Classified {
  let at = protoOf(value)
  let found = at && classes.get(at)
  if (!found) {
    found = { name: '', kind: '', look: undefined }
    if (at) classes.set(at, found)
    for (let left = MOST; at && left && !found.kind; at = protoOf(at), left--) {
      const own = ownName(at)
      found.name ||= own
      found.look = looks[own]
      if (found.look) found.kind = own
    }
  }
  return found
}

/** `class A {}`: A.prototype -> `A`. Prototypes without a constructor of their own (generators) have a tag. */
function ownName(prototype: object): string {
  const maker = ownValue(prototype, 'constructor')
  const name = typeof maker === 'function' ? ownValue(maker, 'name') : ownValue(prototype, TAG)
  return typeof name === 'string' ? slice(name, 0, 99) : ''
}
