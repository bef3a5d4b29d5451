import { stripVTControlCharacters } from 'node:util'
import pico from 'picocolors'

type Colors = ReturnType<typeof pico.createColors>

/** `NO_COLOR` goes before `FORCE_COLOR`, of which `0` means none; without either, a terminal has colours and a pipe or file none. */
export function wantsColors(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR']
  if (forced) return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && env['TERM'] !== 'dumb'
}

/** For what goes to standard output. */
export const onOutput: Colors = pico.createColors(wantsColors(process.stdout))

/** For what goes to the error stream. */
export const onErrors: Colors = pico.createColors(wantsColors(process.stderr))

/** For what is written to either: painted, and plain where {@link forStream} says so. */
export const painted: Colors = pico.createColors(true)

/** A painted text as a stream wants it. */
export const forStream = (stream: { isTTY?: boolean }, text: string): string =>
  wantsColors(stream) ? text : stripVTControlCharacters(text)
