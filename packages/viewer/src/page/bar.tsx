import { useSignal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect } from 'preact/hooks'
import type { StreamInfo } from '../questions.ts'
import { overview, useAnswer } from './engine.ts'
import { Icon } from './icons.tsx'
import { isOver, past, pastWords, putAway, showsPast } from './past.ts'
import { change, route, scope, toggleStream } from './routes.ts'
import { streamColour } from './timeline/colours.ts'
import { count, counted, duration, streamKind, streamName } from './words.ts'

/** What is meant of the recording: by selectors and words, by stream, by time. */
export function FilterBar(): VNode {
  return (
    <section class="bar" aria-label="What is meant">
      <Filter />
      <TimeSpan />
      <Streams />
    </section>
  )
}

/** How long typing rests before the filter is taken. */
const REST = 120

function Filter(): VNode {
  const text = useSignal(route.value.filter ?? '')
  const taken = route.value.filter ?? ''
  useEffect(() => {
    if (document.activeElement?.id !== 'filter') text.value = taken
  }, [taken])
  useEffect(() => {
    const timer = setTimeout(() => text.value.trim() !== (route.peek().filter ?? '') && change({ filter: text.value.trim() }), REST)
    return () => clearTimeout(timer)
  }, [text.value])
  return (
    <div class="filter" role="search">
      <Icon name="filter" />
      <input
        id="filter"
        type="text"
        spellcheck={false}
        autocomplete="off"
        placeholder="Filter: src/cart/**, **#on*, !src/log.ts, words"
        aria-label="Filter by selectors and words"
        aria-describedby="filter-matches"
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <Matches />
      {text.value && (
        <button class="icon-button small" type="button" aria-label="Clear the filter" onClick={() => (text.value = '')}>
          <Icon name="close" />
        </button>
      )}
    </div>
  )
}

/** What the filter matched, or what is wrong with it. */
function Matches(): VNode {
  const { filter } = route.value
  const query = filter && overview.value ? { ...scope.value, sort: 'calls' as const, descending: true, offset: 0, limit: 0 } : null
  const { answer, error } = useAnswer('functions', query)
  if (!query) return <span id="filter-matches" class="matches" role="status" />
  const text = error ?? (answer ? `${count(answer.total)} of ${counted(overview.value?.functions ?? 0, 'function')}` : '')
  return (
    <span id="filter-matches" class={error || answer?.total === 0 ? 'matches wrong' : 'matches'} role="status" title={text}>
      {text}
    </span>
  )
}

function TimeSpan(): VNode | null {
  const { from, to } = route.value
  if (from === undefined || to === undefined) return null
  return (
    <button class="chip on" type="button" onClick={() => change({ from: undefined, to: undefined }, true)} aria-label="All of the time">
      {duration(from)} – {duration(to)}
      <Icon name="close" />
    </button>
  )
}

function Streams(): VNode | null {
  const streams = overview.value?.streams ?? []
  if (streams.length < 2) return null
  const hidden = new Set(route.value.hidden)
  const ended = new Set(past.value.map(({ index }) => index))
  const button = (stream: StreamInfo): VNode => <StreamButton key={stream.id} stream={stream} isOn={!hidden.has(stream.id)} />
  return (
    <div class="streams" role="group" aria-label="Processes, tabs and workers">
      {streams.filter(({ index }) => !ended.has(index)).map(button)}
      <Past />
      {past.value.filter(({ index }) => !putAway.value.has(index)).map(button)}
    </div>
  )
}

/** Shows those that are put away. */
function Past(): VNode | null {
  if (!past.value.length) return null
  return (
    <button
      class={showsPast.value ? 'chip on' : 'chip'}
      type="button"
      aria-expanded={showsPast.value}
      title={`${showsPast.value ? 'Put away' : 'Put away: show'} what was loaded or started again since. All views but the timeline tell of it in any case.`}
      onClick={() => (showsPast.value = !showsPast.value)}
    >
      <Icon name={showsPast.value ? 'unfolded' : 'folded'} />
      {pastWords()}
    </button>
  )
}

function StreamButton({ stream, isOn }: { stream: StreamInfo; isOn: boolean }): VNode {
  return (
    <button
      class={isOn ? 'chip on' : 'chip'}
      type="button"
      aria-pressed={isOn}
      title={`${stream.title}\n${streamKind(stream)}${isOver(stream) ? ', ended' : ''}, ${counted(stream.calls, 'call')}`}
      onClick={() => toggleStream(stream.id)}
    >
      <span class="dot" style={{ '--dot': streamColour(stream.index) }} />
      <span class="chip-name">{streamName(stream)}</span>
      <span class="chip-more">{isOver(stream) ? 'ended' : streamKind(stream)}</span>
    </button>
  )
}
