import pico from 'picocolors'

type Colors = ReturnType<typeof pico.createColors>

/** `NO_COLOR` goes before `FORCE_COLOR`, of which `0` means none; without either, a terminal has colours and a pipe or file none. */
function wantsColors(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR']
  if (forced) return forced !== '0' && forced !== 'false'
  return stream.isTTY === true && env['TERM'] !== 'dumb'
}

/** For what goes to standard output. */
export const onOutput: Colors = pico.createColors(wantsColors(process.stdout))

/** For what goes to the error stream. */
export const onErrors: Colors = pico.createColors(wantsColors(process.stderr))
