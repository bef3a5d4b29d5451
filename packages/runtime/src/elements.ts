import { asText, descriptor, ownValue, slice } from './intrinsics.ts'
import { isProxy } from './proxies.ts'

// What JSX makes holds all that is below it, and by way of its owner all that is above. What it is says enough.

/** Where `memo` and `forwardRef` have the component that they wrap. */
const WRAPPED = ['type', 'render']

/** Where names are; `__name` is that of Vue's compiler. */
const NAMES = ['displayName', '__name', 'name']

/** Most wrappers that are looked into. */
const MOST = 5

/**
 * `<CheckoutForm>` of an element of React, Preact or Vue; `undefined` of anything else.
 * @param first of its own keys, by which they are known: no other object is looked at for it
 */
export function elementOf(value: object, first: string | undefined): string | undefined {
  const isElement =
    (first === '$$typeof' && typeof ownValue(value, first) === 'symbol') ||
    (first === '__v_isVNode' && ownValue(value, first) === true) ||
    (first === 'type' && isPreacts(value))
  return isElement ? `<${nameOf(ownValue(value, 'type'), MOST) || '…'}>` : undefined
}

/** It marks its own, so that none can come as JSON, by a `constructor` that is none: a symbol, before version 11 `undefined`. */
function isPreacts(value: object): boolean {
  const mark = descriptor(value, 'constructor')
  return !!mark && !mark.get && (mark.value === undefined || typeof mark.value === 'symbol') && !!descriptor(value, 'props')
}

function nameOf(type: unknown, left: number): string {
  if (typeof type === 'string') return slice(type, 0, 99)
  // Symbol(react.fragment)
  if (typeof type === 'symbol') return slice(asText(type), 7, -1)
  if ((typeof type !== 'function' && typeof type !== 'object') || !type || !left || isProxy(type)) return ''
  for (let i = 0; i < NAMES.length; i++) {
    const name = ownValue(type, NAMES[i] as string)
    if (typeof name === 'string' && name) return slice(name, 0, 99)
  }
  let found = ''
  for (let i = 0; !found && i < WRAPPED.length; i++) found = nameOf(ownValue(type, WRAPPED[i] as string), left - 1)
  return found
}
