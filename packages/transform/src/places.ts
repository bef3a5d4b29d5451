import * as traceMappingModule from '@jridgewell/trace-mapping'
import type { SourceMapInput } from '@jridgewell/trace-mapping'
import { settle } from './find/find.ts'
import type { Findings } from './find/records.ts'
import { interop } from './node.ts'

const { TraceMap, originalPositionFor } = interop<typeof import('@jridgewell/trace-mapping')>(traceMappingModule)

/**
 * Code that another tool has made: says where its functions stand in the author's file, as that tool's map knows. A function that the
 * map knows nothing of is the tool's own, and left alone; unless it knows of none, for some tools make no map unless asked.
 */
export function placeByMap(findings: Findings, input: unknown): void {
  const map = new TraceMap(input as SourceMapInput)
  const strangers = findings.functions.filter(({ site }) => !move(site, map))
  if (strangers.length === findings.functions.length) return
  for (const place of findings.skipped) move(place, map)
  for (const fn of strangers) {
    const { file, name, line, column } = fn.site
    fn.dropped = true
    findings.skipped.push({ file, name, line, column, reason: 'generated' })
  }
  settle(findings)
}

function move(place: { line: number; column: number }, map: InstanceType<typeof TraceMap>): boolean {
  const { line, column } = originalPositionFor(map, { line: place.line, column: place.column - 1 })
  if (line !== null) Object.assign(place, { line, column: column + 1 })
  return line !== null
}
