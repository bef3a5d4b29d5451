import * as probes from '../../packages/runtime/src/probes.ts'
import { spoor } from '../../packages/runtime/src/index.ts'
import type { CallEvent } from '../../packages/runtime/src/index.ts'

// The names under which the pass would import the probes.
export const { register: $g, enter: $e, exit: $x, pause: $p, resume: $r, delegate: $d, threw: $h, caught: $k, threwExact: $y } = probes

const KIND = { function: 0, async: 8, generator: 16, asyncGenerator: 24 }
let files = 0

/** `('add a b', 'async load url')` -> flags, from a file of its own. */
export function sites(...texts: string[]): Record<string, number> {
  const table = texts.flatMap((text, i) => {
    const [, kind = 'function', name, params] = /^(?:(async|generator|asyncGenerator) )?(\S+) ?(.*)$/.exec(text) as unknown as [
      string,
      keyof typeof KIND | undefined,
      string,
      string,
    ]
    return [name, i + 1, 1, KIND[kind], params]
  })
  return $g('spoor:1', `src/file${++files}.ts`, 1, table)
}

export const calls = (): CallEvent[] => spoor.events().filter((event) => event.type === 'call')

/** `outer > inner !TypeError: x` for each call in order: its ancestors, and how it ended. */
export function story(): string[] {
  const all = new Map(calls().map((call) => [call.seq, call]))
  return [...all.values()].map((call) => {
    const names = [call.site.name]
    for (let at = all.get(call.parent); at; at = all.get(at.parent)) names.unshift(at.site.name)
    return names.join(' > ') + ending(call)
  })
}

function ending({ outcome, value, error }: CallEvent): string {
  if (outcome === 'threw')
    return ` !${error && typeof error === 'object' && error.k === 'error' ? `${error.name}: ${error.message}` : error === undefined ? '?' : JSON.stringify(error)}`
  if (outcome === 'returned')
    return value === undefined || (value as { k?: string } | null)?.k === 'undefined' ? '' : ` = ${JSON.stringify(value)}`
  return ` ${outcome}`
}

export const tick = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
