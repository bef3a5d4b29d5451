import { formatSnapshot } from '@spoor/shared'
import type { Snapshot, SnapshotObject } from '@spoor/shared'

export interface Part {
  /** `total: `, `'a' => `, ''. */
  label: string
  /** What tells it from its siblings. */
  key: string
  value: Snapshot
}

/** What a value consists of, as far as it was kept. */
export interface Parts {
  /** `Cart`, `Array(3)`, `Map(2)`. */
  head: string
  brackets: [string, string]
  parts: Part[]
  /** How many parts were not kept. */
  left: number
}

const NONE: Parts = { head: '', brackets: ['', ''], parts: [], left: 0 }

export function partsOf(value: Snapshot): Parts {
  try {
    return typeof value === 'object' && value !== null ? inside(value) : NONE
  } catch {
    // From a recording that somebody damaged.
    return NONE
  }
}

function inside(value: SnapshotObject): Parts {
  switch (value.k) {
    case 'object': {
      const parts = value.props.map(([key, item]) => ({ label: `${key}: `, key, value: item }))
      return { head: value.name === 'Object' ? '' : value.name || '[null]', brackets: ['{', '}'], parts, left: value.size - parts.length }
    }
    case 'array':
      return { ...listed(value.items, value.size), head: `${value.name}(${value.size})`, brackets: ['[', ']'] }
    case 'set':
      return { ...listed(value.items, value.size), head: `${value.name}(${value.size})`, brackets: ['{', '}'] }
    case 'map': {
      const parts = value.entries.map(([key, item], i) => ({ label: `${formatSnapshot(key, 40)} => `, key: String(i), value: item }))
      return { head: `${value.name}(${value.size})`, brackets: ['{', '}'], parts, left: value.size - parts.length }
    }
    case 'error':
      return value.cause === undefined
        ? NONE
        : {
            head: formatSnapshot(value, 200),
            brackets: ['{', '}'],
            parts: [{ label: 'cause: ', key: 'cause', value: value.cause }],
            left: 0,
          }
    default:
      return NONE
  }
}

const listed = (items: Snapshot[], size: number): { parts: Part[]; left: number } => ({
  parts: items.map((value, i) => ({ label: `${i}: `, key: String(i), value })),
  left: size - items.length,
})

/** What kind of value it is: for its colour, and the words about what was not kept. */
export function kindOf(value: Snapshot): SnapshotObject['k'] | 'null' | 'boolean' {
  if (value === null) return 'null'
  if (typeof value === 'object') return value.k
  return typeof value as 'string' | 'number' | 'boolean'
}

/** What a person should know of it besides; '' where there is nothing. */
export function remarkOf(value: Snapshot): string {
  if (value === null || typeof value !== 'object') return ''
  switch (value.k) {
    case 'string':
      return `${value.v.length.toLocaleString('en-US')} of ${value.size.toLocaleString('en-US')} characters kept`
    case 'redacted':
      return 'a secret, by the name of its key'
    case 'omitted':
      return 'not kept: values took too much of the running time'
    case 'opaque':
      return value.thinned ? 'looked at less closely: values took too much of the running time' : 'not looked into'
    case 'getter':
      return 'never called'
    case 'circular':
      return 'contains itself'
    case 'reactive':
      return 'not looked into: a framework would have noticed'
    case 'hostile':
      return 'looking at it threw'
    case 'hole':
      return 'a hole in the array'
    default:
      return ''
  }
}
