import { formatSnapshot } from '@spoor/shared'
import type { Snapshot } from '@spoor/shared'
import { partsOf } from './value-parts.ts'

/** Levels that are written out; a recording that somebody made up may have thousands. */
const DEEPEST = 40

/** A value as text, one line for each of its parts, to be kept elsewhere. */
export function valueText(value: Snapshot, indent = ''): string {
  const { parts, left, brackets, head } = partsOf(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (!parts.length || indent.length / 2 > DEEPEST) return formatSnapshot(value, 100_000)
  const inner = `${indent}  `
  const lines = parts.map((part) => `${inner}${part.label}${valueText(part.value, inner)},`)
  if (left) lines.push(`${inner}… ${left} more`)
  return `${head && `${head} `}${brackets[0]}\n${lines.join('\n')}\n${indent}${brackets[1]}`
}
