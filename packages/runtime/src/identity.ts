import { uncurried } from './intrinsics.ts'

const EngineRef = globalThis.WeakRef as typeof WeakRef | undefined
const deref = EngineRef && uncurried<(ref: WeakRef<object>) => object | undefined>(EngineRef.prototype.deref)

/** Stands for an object that it does not keep alive. */
class Identity {
  declare readonly ref: WeakRef<object>
  constructor(ref: WeakRef<object>) {
    this.ref = ref
  }
}

/** See `Reader.identity`. */
export function identity(value: unknown): unknown {
  const isObject = (typeof value === 'object' && value) || typeof value === 'function'
  return isObject && EngineRef ? new Identity(new EngineRef(value as object)) : value
}

/** Whether `value` is that of which `held` is the identity. */
export const isSame = (held: unknown, value: unknown): boolean =>
  held === value || (held instanceof Identity && deref?.(held.ref) === value && value !== undefined)
