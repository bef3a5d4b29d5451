import type { VNode } from 'preact'
import type { ConnectionState } from './connection.ts'
import { overview } from './engine.ts'
import { Icon } from './icons.tsx'
import { isPaused, lineState, missed } from './live.ts'
import { source } from './source.ts'
import { bytes, counted, dropWords, duration } from './words.ts'

/** The line at the bottom: how much there is, what is missing, how it stands. */
export function Status(): VNode {
  const now = overview.value
  return (
    <footer class="foot" aria-label="Status">
      <span class="phase">{phase()}</span>
      {now && (
        <>
          <span>{counted(now.calls, 'call')}</span>
          {now.marks > 0 && <span>{counted(now.marks, 'mark')}</span>}
          {now.requests > 0 && <span>{counted(now.requests, 'request')}</span>}
          {now.failures > 0 && <span class="bad">{counted(now.failures, 'failure')}</span>}
          <span>{duration(now.to - now.from)}</span>
          <Clock />
          <Drops />
          <Missed />
          <span class="push" title={`${bytes(now.bytes)} read`}>
            {bytes(now.memory)} of memory
          </span>
        </>
      )}
    </footer>
  )
}

function phase(): string {
  const { phase, loaded, size, kind } = source.value
  if (phase === 'loading') return size ? `Reading, ${Math.min(100, Math.round((loaded / size) * 100))} %` : 'Reading'
  if (phase === 'failed') return 'Not opened'
  return lineState.value ? live(lineState.value) : kind === 'none' ? 'No recording' : 'Recording'
}

function live(state: ConnectionState): string {
  if (state === 'open') return isPaused.value ? 'Paused' : 'Live'
  return {
    connecting: 'Connecting to the dev server',
    lost: 'Disconnected, trying again',
    refused: 'Refused by the dev server',
    restarted: 'Live',
  }[state]
}

/** Lines that the page was too slow for. */
function Missed(): VNode | null {
  if (!missed.value) return null
  return (
    <span class="warn" title="The page could not keep up. Recorded files have them.">
      {counted(missed.value, 'line')} missed by this page
    </span>
  )
}

function Clock(): VNode | null {
  const step = Math.max(0, ...(overview.value?.streams ?? []).map((stream) => stream.clock))
  if (step < 0.01) return null
  return (
    <span title="A page that is not cross-origin isolated gets a coarse clock: shorter durations show as 0 or one step.">
      clock steps of {duration(step)}
    </span>
  )
}

function Drops(): VNode | null {
  const words = overview.value ? dropWords(overview.value) : []
  if (!words.length) return null
  return (
    <details class="drops">
      <summary>
        <Icon name="warn" />
        {counted(
          overview.value!.drops.reduce((sum, drop) => sum + (drop.reason === 'values' ? 0 : drop.count), 0),
          'event',
        )}{' '}
        not recorded
      </summary>
      <ul>
        {words.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  )
}
