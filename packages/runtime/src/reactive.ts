// oxlint-disable eslint/no-underscore-dangle -- the names are those of the frameworks
// Frameworks that learn by proxies and getters what an effect depends on: whoever looks into their objects while an effect runs would
// make it depend on what was looked at, and run more often. Each has a way to look that it does not note, or there is no look.
import { descriptor, protoOf } from './intrinsics.ts'
import { state } from './state.ts'

/** What frameworks put on the global object. */
const world = globalThis as {
  /** Vue 3 */
  __VUE__?: unknown
  /** Svelte 5 */
  __svelte?: unknown
  /** MobX 6 and 7 */
  __mobxGlobals?: { trackingDerivation: unknown }
  /** Solid, in development */
  Solid$$?: unknown
}

/** What to look into in place of an object: itself, or what is behind a framework's proxy; `undefined`: nothing. */
export function inside(value: object): object | undefined {
  if (world.__svelte && isSvelteState(value)) return undefined
  // Its proxies cannot be told from other objects.
  if (world.Solid$$ && !state.untracked && isPlain(value)) return undefined
  const raw = world.__VUE__ ? behindVue(value) : value
  return raw && world.__mobxGlobals ? behindMobx(raw) : raw
}

/** Whether a proxy may be a framework's, which can be looked into. */
export const hasFrameworks = (): boolean => !!(world.__VUE__ ?? world.__svelte ?? world.__mobxGlobals ?? world.Solid$$)

const { setPrototypeOf } = Reflect

/** A `$state` proxy notes whatever is read, descriptors and keys too; but none lets itself be given a prototype, be it the one it has. */
function isSvelteState(value: object): boolean {
  try {
    if (isPlain(value)) setPrototypeOf(value, protoOf(value))
    return false
  } catch {
    return true
  }
}

function isPlain(value: object): boolean {
  const prototype = protoOf(value)
  return prototype === Object.prototype || prototype === Array.prototype
}

interface VueProxy {
  __v_isReactive?: unknown
  __v_isReadonly?: unknown
  __v_raw?: object
  __v_skip?: unknown
}

/** Vue's own marks are read without being noted. `readonly(reactive(x))` is two proxies deep. */
function behindVue(value: VueProxy): object | undefined {
  // A component's instance, which warns of those who list its keys; what was marked as raw has the mark itself.
  if (value.__v_skip === true && !descriptor(value, '__v_skip')) return undefined
  let raw = value
  for (let layers = 3; layers && (raw.__v_isReactive === true || raw.__v_isReadonly === true); layers--) raw = raw.__v_raw ?? raw
  return raw
}

/** A MobX array is a proxy of an empty one; its copy is a plain array. Called where nothing is noted, see {@link unnoticed}. */
function behindMobx(value: object): object {
  return Array.isArray(value) && Object.getOwnPropertySymbols(value).some(isMobxMark) ? value.slice() : value
}

const isMobxMark = ({ description }: symbol): boolean => description === 'mobx administration'

/** With `null`, no framework notes what is read, until this is called again with what it gave, if anything. */
export function unnoticed(derivation: unknown): unknown {
  const mobx = world.__mobxGlobals
  const before = mobx?.trackingDerivation
  if (mobx && before !== derivation) mobx.trackingDerivation = derivation
  return before
}
