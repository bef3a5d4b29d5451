import { formatSnapshot } from '@spoor/shared'
import type { Snapshot } from '@spoor/shared'
import { isoTime } from './moments.ts'
import { titleOf } from './names.ts'
import { inChunks, outcomeOf, plain } from './plain.ts'
import { survey } from '../skeleton/survey.ts'
import type { Recording, Selection } from '../skeleton/survey.ts'
import { tell } from './tell.ts'
import type { ToldCall } from './tell.ts'

/** Text, unless its name says a unit; values are JSON. */
const COLUMNS = [
  'stream',
  'title',
  'seq',
  'parent',
  'created_by',
  'depth',
  'file',
  'line',
  'column',
  'function',
  'kind',
  'started_at',
  'start_ms',
  'duration_ms',
  'ran_ms',
  'waited_ms',
  'outcome',
  'arguments',
  'result',
  'error',
] as const

type Row = Record<(typeof COLUMNS)[number], string | number | undefined>

/**
 * A recording as CSV (RFC 4180): a row for each call, in the order in which they ended; `stream` and `seq` sort them by beginning. Calls
 * that never ended have no duration. Text that a spreadsheet would take for a formula has a `'` before it.
 */
export async function* csv(recording: Recording, selection: Selection = {}): AsyncGenerator<string> {
  const found = await survey(recording, selection, 'none')
  yield* inChunks(rows())

  async function* rows(): AsyncGenerator<string> {
    yield `${COLUMNS.join(',')}\r\n`
    for await (const told of tell(recording, found)) {
      if (told.type !== 'call') continue
      const row = rowOf(told)
      yield `${COLUMNS.map((name) => cell(row[name])).join(',')}\r\n`
    }
  }
}

function rowOf({ stream, site, line, running, error }: ToldCall): Row {
  const duration = line.end === undefined ? undefined : rounded(line.end - line.start)
  return {
    stream: stream.header.stream,
    title: titleOf(stream),
    seq: line.seq,
    parent: line.parent,
    created_by: line.by,
    depth: line.depth ?? 0,
    file: site.file,
    line: site.line,
    column: site.column,
    function: site.name,
    kind: site.kind,
    started_at: isoTime(stream.header.origin + line.start),
    start_ms: line.start,
    duration_ms: duration,
    ran_ms: line.ran ?? (duration === undefined ? undefined : rounded(duration - (line.waited ?? 0))),
    waited_ms: line.waited ?? 0,
    outcome: outcomeOf(line, running),
    arguments: line.args && JSON.stringify(line.args.map(plain)),
    result: told(line.value),
    error: error === undefined ? undefined : formatSnapshot(error, 1000),
  }
}

const told = (value: Snapshot | undefined): string | undefined => (value === undefined ? undefined : JSON.stringify(plain(value)))

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000

function cell(value: string | number | undefined): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
