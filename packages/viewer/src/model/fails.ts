import { failed } from '@spoor/shared'
import type { Snapshot } from '@spoor/shared'
import { textOf } from './store.ts'

const ERROR = Uint8Array.from(',"error":', (char) => char.charCodeAt(0))

/**
 * Whether a call that threw failed, and did not only steer the program.
 * @param line of the call, or the one by which its error became known
 * @param from where in the line to look
 */
export function fails(name: string, line: Uint8Array, from: number): boolean {
  const at = errorIn(line, from)
  if (at < 0) return failed({ outcome: 'threw', error: undefined, site: { name } })
  const text = line.subarray(at, at + PLAIN.length)
  // `{"k":"error","name":"TypeError",…`: nearly all. Those that steer have messages that begin with one of few letters.
  if (isPlain(text) && !mayEqualSteering(line, at)) return true
  return failed({ outcome: 'threw', error: errorOf(line, at), site: { name } })
}

/**
 * Where in a line the thrown value begins; -1: it has none. No value has a key of that name, and within texts quotes have a backslash, so
 * what looks like it is it.
 */
function errorIn(line: Uint8Array, from: number): number {
  for (let at = line.indexOf(ERROR[0]!, from); at >= 0; at = line.indexOf(ERROR[0]!, at + 1)) {
    let i = 1
    while (i < ERROR.length && line[at + i] === ERROR[i]) i++
    if (i === ERROR.length) return at + i
  }
  return -1
}

const PLAIN = Uint8Array.from('{"k":"error","name":"', (char) => char.charCodeAt(0))
const MESSAGE = Uint8Array.from('","message":"', (char) => char.charCodeAt(0))

const isPlain = (text: Uint8Array): boolean => text.length === PLAIN.length && text.every((char, i) => char === PLAIN[i])

/** Whether a message begins as those do by which frameworks go on elsewhere: `Suspense…`, `Minified…`, `NEXT_…`. */
function mayEqualSteering(line: Uint8Array, at: number): boolean {
  let i = at + PLAIN.length
  while (i < line.length && line[i] !== 34) i++
  const isMessage = MESSAGE.every((char, k) => line[i + k] === char)
  return !isMessage || 'SMN'.includes(String.fromCharCode(line[i + MESSAGE.length]!))
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
