import type { VNode } from 'preact'
import { overview } from './engine.ts'
import { Icon } from './icons.tsx'
import { source } from './source.ts'
import { bytes, counted, dropWords, duration } from './words.ts'

/** The line at the bottom: how much there is, what is missing, how it stands. */
export function Status(): VNode {
  const now = overview.value
  return (
    <footer class="status" aria-label="Status">
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
  return kind === 'none' ? 'No recording' : 'Recording'
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
