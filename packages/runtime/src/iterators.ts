import { protoOf } from './intrinsics.ts'
import { isProxy } from './proxies.ts'
import { state } from './state.ts'

const GENERATOR = protoOf(function* () {}.prototype as object)
const ASYNC_GENERATOR = protoOf(async function* () {}.prototype as object)

/** Whether it is a generator, whose body may start when it is asked for its first value. */
export function isGenerator(value: unknown): boolean {
  if (isProxy(value)) return false
  const { busy } = state
  state.busy = true
  try {
    const kind = protoOf(protoOf(value as object) as object)
    return kind === GENERATOR || kind === ASYNC_GENERATOR
  } catch {
    // No object, one without prototypes, or a proxy that forbids it.
    return false
  } finally {
    state.busy = busy
  }
}

const PROTOCOL = ['next', 'return', 'throw', '[Symbol.iterator]', '[Symbol.asyncIterator]']

/** Whether a function of this name is one that the engine calls of an iterator: `Pages.next`, `[Symbol.iterator]~2`. */
export function isProtocol(name: string): boolean {
  const number = name.lastIndexOf('~')
  const own = number < 0 ? name : name.slice(0, number)
  for (let i = 0; i < PROTOCOL.length; i++) {
    const word = PROTOCOL[i] as string
    if (own === word || own.endsWith(`.${word}`)) return true
  }
  return false
}
