import '../style/views.css'
import '../style/functions.css'
import type { JSX } from 'preact'
import type { FunctionRow, Questions } from '../../questions.ts'
import { useAnswer } from '../engine.ts'
import { durationText } from '../parts/durations.ts'
import { Place } from '../parts/place.tsx'
import { hrefOf, route, scope } from '../routes.ts'
import { count } from '../words.ts'
import { CallLists, EdgeLists } from './function-lists.tsx'
import { Histogram } from './histogram.tsx'
import { Source } from './source.tsx'
import { clockOf } from './tree-columns.tsx'
import { Switch } from './switch.tsx'
import { useSteering } from './steering.ts'

/** One function: its source, its calls, whom it calls and who calls it. */
export function FunctionView(): JSX.Element {
  const { id } = route.value
  const found = useAnswer('find', id ? { id } : null)
  const fn = found.query?.id === id ? found.answer?.fn : undefined
  const { answer, error } = useAnswer('function', fn === undefined || fn < 0 ? null : { ...scope.value, fn })
  if (!id || fn === -1) return <Unknown id={id} />
  if (error) return <p class="empty">{error}</p>
  if (!answer || answer.row.fn !== fn) return <p class="empty">Reading…</p>
  return <OneFunction key={fn} answer={answer} />
}

function Unknown({ id }: { id: string | undefined }): JSX.Element {
  return (
    <p class="empty">
      {id ? `${id} was not called in this recording.` : 'No function is chosen.'} <a href={hrefOf('functions')}>All functions</a>
    </p>
  )
}

type Answer = Questions['function'][1]

function OneFunction({ answer }: { answer: Answer }): JSX.Element {
  const { row } = answer
  return (
    <div class="function-view">
      <Head answer={answer} />
      <Figures row={row} />
      <div class="function-columns">
        <div>
          <CallLists answer={answer} />
          <EdgeLists answer={answer} />
        </div>
        <div>
          <Histogram classes={answer.histogram} clock={Math.max(0, ...answer.last.map((one) => clockOf(one.stream)))} />
          <Source file={row.file} line={row.line} column={row.column} name={row.name} />
        </div>
      </div>
    </div>
  )
}

function Head({ answer: { row, params } }: { answer: Answer }): JSX.Element {
  const steering = useSteering()
  return (
    <header class="function-head">
      <p>
        <a href={hrefOf('functions')}>Functions</a>
      </p>
      <h2>
        {row.async && <span class="note">async</span>}
        <span class="name">{row.name}</span>
        <span class="args">({params.join(', ')})</span>
        {row.kind !== 'function' && <span class="note">{row.kind}</span>}
        {row.isNew && <span class="badge">new</span>}
        {steering && <Switch row={row} steering={steering} />}
      </h2>
      <Place {...row} />
    </header>
  )
}

const FIGURES: [keyof FunctionRow, string][] = [
  ['self', 'Itself'],
  ['total', 'Total'],
  ['waited', 'Waited'],
  ['median', 'Median'],
  ['p95', 'p95'],
  ['max', 'Longest'],
]

function Figures({ row }: { row: FunctionRow }): JSX.Element {
  return (
    <dl class="figures">
      <div>
        <dt>Calls</dt>
        <dd>{count(row.calls)}</dd>
      </div>
      <div class={row.failures ? 'bad' : undefined}>
        <dt>Failed</dt>
        <dd>{count(row.failures)}</dd>
      </div>
      {row.running > 0 && (
        <div>
          <dt>Running</dt>
          <dd>{count(row.running)}</dd>
        </div>
      )}
      {FIGURES.map(([key, name]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{durationText(row[key] as number)}</dd>
        </div>
      ))}
    </dl>
  )
}
