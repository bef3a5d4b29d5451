import { failed } from '@spoor/shared'
import type { Snapshot } from '@spoor/shared'
import { bytesOf, placeOf, standsAt } from './bytes.ts'
import { textOf } from './store.ts'

const ERROR = bytesOf(',"error":')

/**
 * Whether a call that threw failed, and did not only steer the program.
 * @param line of the call, or the one by which its error became known
 * @param from where in the line to look
 */
export function fails(name: string, line: Uint8Array, from: number): boolean {
  const at = errorIn(line, from)
  if (at < 0) return failed({ outcome: 'threw', error: undefined, site: { name } })
  // `{"k":"error","name":"TypeError",…`: nearly all. Those that steer have messages that begin with one of few letters.
  if (standsAt(line, PLAIN, at) && !mayEqualSteering(line, at)) return true
  return failed({ outcome: 'threw', error: errorOf(line, at), site: { name } })
}

/**
 * Where in a line the thrown value begins; -1: it has none. No value has a key of that name, and within texts quotes have a backslash, so
 * what looks like it is it.
 */
function errorIn(line: Uint8Array, from: number): number {
  const at = placeOf(line, ERROR, from)
  return at < 0 ? -1 : at + ERROR.length
}

const PLAIN = bytesOf('{"k":"error","name":"')
const MESSAGE = bytesOf('","message":"')

/** Whether a message begins as those do by which frameworks go on elsewhere: `Suspense…`, `Minified…`, `NEXT_…`. */
function mayEqualSteering(line: Uint8Array, at: number): boolean {
  let i = at + PLAIN.length
  while (i < line.length && line[i] !== 34) i++
  return !standsAt(line, MESSAGE, i) || 'SMN'.includes(String.fromCharCode(line[i + MESSAGE.length]!))
}

/** `undefined` where it cannot be read. */
function errorOf(line: Uint8Array, at: number): Snapshot | undefined {
  try {
    const { error } = JSON.parse(`{"error":${textOf(line.subarray(at)).replace(/,"s":\d+\}\s*$/, '}')}`) as { error: Snapshot }
    return error
  } catch {
    return undefined
  }
}
