import type { CallEvent } from '@spoor/shared'
import type { Tone } from './line.ts'
import { platform } from './platform.ts'
import { layOut, leftOut, renderTree } from './render.ts'
import type { RenderOptions } from './render.ts'

interface PrintOptions extends RenderOptions {
  base?: string
  print?(text: string): void
}

/** As text, to a terminal or a log. */
export function printText(events: CallEvent[], missed: number, options: PrintOptions): void {
  const { process, console } = platform
  const { print = (text) => console?.log(text), color = wantsColor(), width = process?.stdout?.columns ?? 120 } = options
  const text = renderTree(events, { ...options, color, width })
  print(missed ? `${text}\n${leftOut(missed)}` : text)
}

function wantsColor(): boolean {
  const { env = {}, stdout } = platform.process ?? {}
  if (env['NO_COLOR']) return false
  return env['FORCE_COLOR'] ? env['FORCE_COLOR'] !== '0' : stdout?.isTTY === true
}

// Devtools print on white or on near black: colours that can be read on both.
const CSS: Record<Tone, string> = {
  plain: 'font-weight:normal',
  name: 'font-weight:bold',
  dim: 'font-weight:normal;opacity:.6',
  bad: 'font-weight:normal;color:#e5484d',
  time: 'font-weight:normal;color:#0c8599',
  place: 'font-weight:normal;opacity:.75',
}

/** In a browser: one closed group for each tree, open groups in it, links to the sources. */
export function printBrowser(events: CallEvent[], missed: number, options: PrintOptions): void {
  const { console, location } = platform
  if (!console) return
  const { lines = 60, nameOf, base = /^http/.test(location?.origin ?? '') ? `${location?.origin}/` : '' } = options
  const { rows, left } = layOut(events, lines, nameOf)
  const levels = rows.map(({ guide }) => guide.length / 3)
  let open = 0
  rows.forEach(({ line: { what, time, waiting, place } }, i) => {
    const level = levels[i] as number
    for (; open > level; open--) console.groupEnd()
    const pieces: [string, Tone][] = [...what, [`  ${time}`, 'time'], [waiting, 'dim'], [`  ${base}${place}`, 'place']]
    // Text goes by %s, so that a `%` in a value stays what it is.
    const args = [pieces.map(() => '%c%s').join(''), ...pieces.flatMap(([text, tone]) => [CSS[tone], text])]
    const parent = (levels[i + 1] ?? 0) > level
    if (parent) open++
    console[!parent ? 'log' : level ? 'group' : 'groupCollapsed'](...args)
  })
  if (left + missed) console.log(`%c${leftOut(left + missed)}`, CSS.dim)
  for (; open > 0; open--) console.groupEnd()
}
