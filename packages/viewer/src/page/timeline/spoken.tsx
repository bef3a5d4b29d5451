import type { VNode } from 'preact'
import type { Row, StreamInfo } from '../../questions.ts'
import { overview, useAnswer } from '../engine.ts'
import { nameOf } from '../parts/names.ts'
import { selected } from '../selection.ts'
import { counted, duration, streamName } from '../words.ts'

/** The selected event in words, for those who do not see the chart. */
export function Spoken(): VNode {
  const ref = selected.value
  const { answer, query } = useAnswer('path', ref === undefined ? null : { ref })
  const row = answer?.rows.at(-1)
  // The sides of a request are one event, so it need not be that of the reference.
  const text = row && query?.ref === ref ? wordsOf(row, answer?.rows.at(-2), overview.value?.streams[row.stream]) : ''
  return (
    <p class="unseen" id="timeline-selected" role="status">
      {text}
    </p>
  )
}

/** `Cart.checkout failed after 48 ms: OutOfStock; at 1.2 s in server.js; called by buy; 3 calls below; src/cart.ts, line 40`. */
export function wordsOf(row: Row, caller: Row | undefined, stream: StreamInfo | undefined): string {
  const parts = [
    `${nameOf(row)} ${outcomeOf(row)}`,
    `at ${duration(row.at)}${stream ? ` in ${streamName(stream)}` : ''}`,
    row.waited > 0 ? `${duration(row.waited)} of it waiting` : '',
    caller ? `${row.kind === 'request' ? 'in' : 'called by'} ${nameOf(caller)}` : '',
    row.children ? `${counted(row.children, 'event')} below` : '',
    row.file ? `${row.file}, line ${row.line}` : '',
  ]
  return parts.filter(Boolean).join('; ')
}

function outcomeOf({ kind, duration: took, failed, error, value, request }: Row): string {
  if (kind === 'mark') return '(mark)'
  if (took === undefined) return 'is still running'
  if (request?.status) return `${failed ? 'failed' : 'was answered'} with ${request.status} after ${duration(took)}`
  if (failed) return `failed after ${duration(took)}${error ? `: ${error}` : ''}`
  return `took ${duration(took)}${value === undefined ? '' : ` and returned ${value}`}`
}
