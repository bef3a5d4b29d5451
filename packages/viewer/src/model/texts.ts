import type { Snapshot } from '@spoor/trace'

/** Every text in a value that a person may look for: keys, strings, numbers, names, messages. Of damaged values what there is. */
export function* textsIn(value: Snapshot | undefined): Generator<string> {
  if (value === undefined) return
  if (value === null || typeof value !== 'object') return yield String(value)
  const { name, v, message, stack, cause, props, items, entries } = value as Partial<Record<Part, unknown>>
  for (const text of [name, v, message, stack]) if (typeof text === 'string') yield text
  if (Array.isArray(props)) {
    for (const prop of props as [unknown, Snapshot][]) {
      if (!Array.isArray(prop)) continue
      yield String(prop[0])
      yield* textsIn(prop[1])
    }
  }
  for (const list of [items, entries]) if (Array.isArray(list)) for (const item of list.flat() as Snapshot[]) yield* textsIn(item)
  yield* textsIn(cause as Snapshot | undefined)
}

type Part = 'name' | 'v' | 'message' | 'stack' | 'cause' | 'props' | 'items' | 'entries'
