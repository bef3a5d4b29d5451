import type { JSX } from 'preact'
import type { Row } from '../../questions.ts'

type Sign = 'returned' | 'promised' | 'threw' | 'closed' | 'running' | 'mark' | 'request' | 'failed' | 'below'

const SIGNS: Record<Sign, { text: string; path: string }> = {
  returned: { text: 'returned', path: 'M2.5 6.5 5 9l4.5-6' },
  promised: { text: 'returned a promise without awaiting it', path: 'M2 6h6M5.5 3.5 8 6 5.5 8.5M10.5 3v6' },
  threw: { text: 'threw', path: 'M3 3l6 6M9 3l-6 6' },
  closed: { text: 'closed early by its consumer', path: 'M2.5 2.5h7v7h-7z' },
  running: { text: 'still running', path: 'M6 2a4 4 0 1 0 4 4M6 3.8V6l1.6 1' },
  mark: { text: 'mark', path: 'M3 10.5V1.5l6 2.3-6 2.7' },
  request: { text: 'request', path: 'M1.5 4h8M7.5 2l2 2-2 2M10.5 8h-8M4.5 6l-2 2 2 2' },
  failed: { text: 'request failed', path: 'M3 3l6 6M9 3l-6 6' },
  below: { text: 'something below it failed', path: 'M6 2v5M6 9.3v.4' },
}

/** How an event ended, as a sign with a text for those who do not see it. */
export function OutcomeSign({ row }: { row: Pick<Row, 'kind' | 'outcome' | 'failed' | 'failedBelow'> }): JSX.Element {
  const sign = signOf(row)
  const bad = row.failed || sign === 'threw'
  return (
    <span class="signs">
      <Icon sign={sign} tone={bad ? 'bad' : sign === 'running' ? 'running' : 'calm'} />
      {row.failedBelow && !bad && <Icon sign="below" tone="bad" />}
    </span>
  )
}

function signOf({ kind, outcome, failed }: Pick<Row, 'kind' | 'outcome' | 'failed'>): Sign {
  if (kind === 'mark') return 'mark'
  if (kind === 'request') return failed ? 'failed' : 'request'
  return outcome ?? 'running'
}

function Icon({ sign, tone }: { sign: Sign; tone: 'bad' | 'running' | 'calm' }): JSX.Element {
  const { text, path } = SIGNS[sign]
  return (
    <svg class={`sign ${tone}`} viewBox="0 0 12 12" width="12" height="12" role="img" aria-label={text}>
      <title>{text}</title>
      <path d={path} />
    </svg>
  )
}
