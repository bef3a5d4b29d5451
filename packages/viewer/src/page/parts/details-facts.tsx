import type { ComponentChildren, JSX } from 'preact'
import type { EventDetails } from '../../questions.ts'
import { overview } from '../engine.ts'
import { counted, streamKind, streamName } from '../words.ts'
import { Duration } from './duration.tsx'
import { clockText, durationText } from './durations.ts'

/** When it was, how long it took, where it ran. */
export function DetailsFacts({ details }: { details: EventDetails }): JSX.Element {
  const { row } = details
  const stream = overview.value?.streams[row.stream]
  const clock = stream?.clock ?? 0
  const isCall = row.kind === 'call'
  return (
    <>
      <dl class="facts">
        {row.kind !== 'mark' && <Fact name="Took">{<Duration ms={row.duration} clock={clock} />}</Fact>}
        {isCall && row.waited > 0 && row.duration !== undefined && (
          <Fact name="Ran">
            <Duration ms={Math.max(0, row.duration - row.waited)} clock={clock} />
          </Fact>
        )}
        {isCall && row.waited > 0 && (
          <Fact name="Waited">
            <Duration ms={row.waited} clock={clock} /> <span class="quiet">{waits(details)}</span>
          </Fact>
        )}
        {isCall && row.self !== undefined && (
          <Fact name="Itself">
            <Duration ms={row.self} clock={clock} /> <span class="quiet">without the calls below it</span>
          </Fact>
        )}
        <Fact name="Began">
          <span class="num">{durationText(row.at, clock)}</span> <span class="quiet">{clockTime(row.at)}</span>
        </Fact>
        {stream && (
          <Fact name="Where">
            {streamName(stream)} <span class="quiet">{streamKind(stream)}</span>
          </Fact>
        )}
        {row.children > 0 && <Fact name="Below it">{counted(row.children, 'event')}</Fact>}
        {row.orphan && <Fact name="Caller">not in the recording</Fact>}
      </dl>
      {clockText(clock) && isCall && <p class="quiet">{clockText(clock)}</p>}
    </>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const waits = ({ gaps, moreGaps }: EventDetails): string => (gaps.length + moreGaps ? `in ${counted(gaps.length + moreGaps, 'wait')}` : '')

/** `14:03:22.123`, where the person is. */
function clockTime(at: number): string {
  const begin = overview.value?.begin
  if (begin === undefined) return ''
  const date = new Date(begin + at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `at ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
