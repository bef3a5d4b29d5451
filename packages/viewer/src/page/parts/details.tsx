import '../style/details.css'
import '../style/parts.css'
import type { JSX } from 'preact'
import type { EventDetails, Row } from '../../questions.ts'
import { isGrowing, useAnswer } from '../engine.ts'
import { selected } from '../selection.ts'
import { DetailsActions } from './details-actions.tsx'
import { DetailsFacts } from './details-facts.tsx'
import { DetailsRequest } from './details-request.tsx'
import { Duration } from './duration.tsx'
import { EventButton } from './event-button.tsx'
import { OutcomeSign } from './outcome.tsx'
import { nameOf } from './names.ts'
import { Place } from './place.tsx'
import { Value } from './value.tsx'

/** All that is known of the selected event. */
export function Details(): JSX.Element {
  const ref = selected.value
  const { answer, query, error } = useAnswer('event', ref === undefined ? null : { ref })
  if (ref === undefined) return <p class="empty">Select a call, request or mark, and everything recorded about it stands here.</p>
  // It may yet be read.
  if (error && !isGrowing.value) return <p class="empty">{error}</p>
  if (!answer || query?.ref !== ref) return <p class="empty">Reading…</p>
  return <Event key={ref} details={answer} />
}

function Event({ details }: { details: EventDetails }): JSX.Element {
  const { row } = details
  return (
    <div class="event-details">
      <h3>
        <OutcomeSign row={row} /> <span class="name">{nameOf(row)}</span>
      </h3>
      <Place file={row.file} line={row.line} column={row.column} />
      <Callers row={row} />
      <DetailsActions row={row} />
      <DetailsFacts details={details} />
      <Values details={details} />
      <DetailsRequest {...details} />
      <Links details={details} />
    </div>
  )
}

/** Who called it, from the top. */
function Callers({ row }: { row: Row }): JSX.Element | null {
  const { answer } = useAnswer('path', { ref: row.ref })
  const above = answer?.rows.slice(0, -1) ?? []
  if (!above.length) return null
  return (
    <nav aria-label="Callers" class="event-path">
      <ol>
        {abridged(above).map((one) => (
          <li key={one === null ? 'left' : one.ref}>{one === null ? '…' : <EventButton row={one} />}</li>
        ))}
      </ol>
    </nav>
  )
}

/** Of long paths the first and the last. */
const abridged = (rows: Row[]): (Row | null)[] => (rows.length <= 14 ? rows : [...rows.slice(0, 4), null, ...rows.slice(-8)])

function Values({ details }: { details: EventDetails }): JSX.Element | null {
  const { row, args, value, error, data } = details
  if (row.kind === 'request') return null
  if (row.kind === 'mark')
    return data === undefined ? null : (
      <section>
        <h4>Data</h4>
        <Value name="data" value={data} isOpen />
      </section>
    )
  return (
    <>
      {row.outcome === 'promised' && <Handed details={details} />}
      {args.length > 0 && (
        <section>
          <h4>Arguments</h4>
          {args.map(({ name, value }, i) => (
            <Value key={i} name={name || String(i)} value={value} isOpen={args.length === 1} />
          ))}
        </section>
      )}
      {value !== undefined && (
        <section>
          <h4>Result</h4>
          <Value name="result" value={value} isOpen />
        </section>
      )}
      {error !== undefined && (
        <section class="threw-value">
          <h4>Threw</h4>
          <Value name="error" value={error} isOpen />
        </section>
      )}
      {!args.length && value === undefined && error === undefined && <p class="quiet">No values were recorded of this call.</p>}
    </>
  )
}

/** An async function that gave another promise back: what there is to be known of what came of that. */
function Handed({ details: { awaited } }: { details: EventDetails }): JSX.Element {
  return (
    <section>
      <h4>Returned a promise without awaiting it</h4>
      {awaited && (
        <p>
          <EventButton row={awaited.by} /> went on <Duration ms={awaited.to - awaited.from} /> later.
        </p>
      )}
      <p class="quiet">
        The call ended there. How long the promise took and what came of it is part of no call; with <code>return await</code> it is of
        this.
      </p>
    </section>
  )
}

function Links({ details: { by, created } }: { details: EventDetails }): JSX.Element | null {
  if (!by && !created.length) return null
  return (
    <section>
      {by && (
        <>
          <h4>Created by</h4>
          <p>
            <EventButton row={by} />
          </p>
        </>
      )}
      {created.length > 0 && (
        <>
          <h4>Created what ran later</h4>
          <ul class="event-list">
            {created.slice(0, 100).map((one) => (
              <li key={one.ref}>
                <EventButton row={one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
