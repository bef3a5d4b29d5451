import { printable } from '@spoor/shared'
import type { Attached } from './client.ts'

const HELP = 'm: mark, c: clear, o: off and on, q: end'

export interface Keys {
  /** Those that are there now. */
  lines(): readonly Attached[]
  /** Ids or kinds of programs; all where it is left out. */
  programs: string[] | undefined
  end(): void
}

/** On a terminal, what keys do: see {@link HELP}. @returns a function that leaves the terminal as it was; `undefined`: there is none */
export function listenToKeys({ end, lines, programs }: Keys): (() => void) | undefined {
  const { stdin } = process
  if (!stdin.isTTY || !process.stdout.isTTY) return undefined
  const only = programs && { programs }
  let marks = 0
  let isOff = false
  let isOver = false
  const stop = (): void => {
    isOver = true
    end()
  }
  const does: Record<string, () => void> = {
    m: () =>
      each(
        lines(),
        '',
        ({ hub }) => hub.mark(`mark ${marks + 1}`, ...(programs ? [programs] : [])),
        () => marks++,
      ),
    c: () => each(lines(), 'cleared', ({ hub }) => hub.clear()),
    o: () =>
      each(
        lines(),
        isOff ? 'all functions are on' : 'all functions are off',
        ({ hub }) => hub.change({ ...only, ...(isOff ? { on: '**' } : { off: '**' }) }),
        () => (isOff = !isOff),
      ),
    q: stop,
    '\u0003': stop,
    '\u0004': stop,
    '\u001A': suspend,
  }
  const hear = (data: Buffer): void => {
    for (const key of data.toString().replace(ARROWS, '')) {
      if (isOver) return
      if (Object.hasOwn(does, key)) does[key]?.()
    }
  }
  const resumed = (): void => void stdin.setRawMode(true)
  process.stderr.write(`${HELP}\n`)
  process.on('SIGCONT', resumed)
  stdin.setRawMode(true)
  stdin.on('data', hear).resume()
  return () => {
    process.off('SIGCONT', resumed)
    stdin.off('data', hear)
    stdin.setRawMode(false)
    stdin.pause()
  }
}

/** Arrows, function keys and the like come as several characters behind an escape. */
const ARROWS = /\u001B(?:\[[\d;?]*[ -/]*[@-~]|O.|.)?/gs

/** ^Z, which a terminal that hands over every key does not see to itself. Windows has none. */
function suspend(): void {
  if (process.platform === 'win32') return
  process.stdin.setRawMode(false)
  process.kill(process.pid, 'SIGTSTP')
}

/** @param done is called at once, where there is anybody to talk to */
function each(lines: readonly Attached[], words: string, does: (line: Attached) => Promise<unknown>, done: () => unknown = () => {}): void {
  const say = (text: string): void => void process.stderr.write(`spoor: ${text}\n`)
  if (!lines.length) return say('not connected')
  const all = lines.map(does)
  done()
  Promise.all(all).then(
    () => words && say(words),
    (error: Error) => say(printable(error.message)),
  )
}
