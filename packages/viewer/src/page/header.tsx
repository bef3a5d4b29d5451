import type { VNode } from 'preact'
import { overview, useAnswer } from './engine.ts'
import { isHelpOpen } from './keys.ts'
import { Icon } from './icons.tsx'
import { hrefOf, route, VIEWS } from './routes.ts'
import { isPaused, lineState, pause } from './live.ts'
import { putAway } from './past.ts'
import { openFiles, source } from './source.ts'
import { isSteering } from './steering.tsx'
import { isDark, theme, THEMES } from './theme.ts'
import { count, streamName } from './words.ts'

const NAMES = {
  timeline: 'Timeline',
  tree: 'Tree',
  functions: 'Functions',
  requests: 'Requests',
  errors: 'Errors',
  search: 'Search',
  compare: 'Compare',
} as const

export function Header(): VNode {
  return (
    <header class="head">
      <span class="brand">
        <Icon name="track" />
        Spoor
      </span>
      <h1 class="title" title={titleOf()}>
        {titleOf()}
      </h1>
      <Tabs />
      <div class="actions">
        {lineState.value && <Live />}
        <OpenButton />
        <ThemeChoice />
        <button class="icon-button" type="button" onClick={() => (isHelpOpen.value = true)} aria-label="Keys" title="Keys (?)">
          <Icon name="help" />
        </button>
      </div>
    </header>
  )
}

/** The files, or the programs that are recorded. */
function titleOf(): string {
  const names = source.value.names.map((name) => name.replace(/^.*[\\/]/, ''))
  if (names.length) return names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(', ')
  const streams = (overview.value?.streams ?? []).filter(({ index }) => !putAway.value.has(index))
  if (!streams.length) return lineState.value ? 'Live' : 'No recording'
  return streams.length > 2 ? `${streamName(streams[0]!)} and ${streams.length - 1} more` : streams.map(streamName).join(', ')
}

function Tabs(): VNode {
  const numbers: Partial<Record<string, number>> = { requests: overview.value?.requests ?? 0, errors: useErrors() }
  const { view } = route.value
  return (
    <nav class="tabs" aria-label="Views">
      {VIEWS.map((name) => (
        <a
          key={name}
          href={hrefOf(name)}
          aria-current={view === name || (view === 'function' && name === 'functions') ? 'page' : undefined}
        >
          {NAMES[name]}
          {numbers[name] ? <span class={name === 'errors' ? 'tally bad' : 'tally'}>{count(numbers[name])}</span> : null}
        </a>
      ))}
    </nav>
  )
}

/** Failed calls up to which it is looked up of which errors they are: each is read for that. */
const MOST_READ = 20_000

/** How many errors there are, as their view lists them; of very many failed calls how many those are. */
function useErrors(): number {
  const failures = overview.value?.failures ?? 0
  const isRead = failures > 0 && failures <= MOST_READ
  const { answer } = useAnswer('errors', isRead ? { offset: 0, limit: 0 } : null)
  return isRead ? (answer?.total ?? 0) : failures
}

/** How the line to the dev server is, and a way to hold it still; the panel by which programs are steered. */
function Live(): VNode {
  const state = isPaused.value && lineState.value === 'open' ? 'paused' : lineState.value!
  const words = { connecting: 'Connecting', open: 'Live', paused: 'Paused', lost: 'Disconnected', refused: 'Refused', restarted: 'Live' }[
    state
  ]
  return (
    <>
      <button
        class="live"
        type="button"
        data-state={state}
        aria-pressed={isPaused.value}
        title={isPaused.value ? 'Go on' : 'Pause: programs go on, the page stands still'}
        onClick={() => pause(!isPaused.value)}
      >
        {words}
      </button>
      <button
        class="icon-button"
        type="button"
        aria-pressed={isSteering.value}
        aria-label="What is recorded"
        title="What is recorded"
        onClick={() => (isSteering.value = !isSteering.value)}
      >
        <Icon name="steer" />
      </button>
    </>
  )
}

const THEME_NAMES = { system: 'As the system', light: 'Light', dark: 'Dark' } as const

/** A drawing, and over it a list that is not seen until it is opened. */
function ThemeChoice(): VNode {
  return (
    <label class="icon-button theme" title={`Colours: ${THEME_NAMES[theme.value].toLowerCase()}`}>
      <Icon name={theme.value === 'system' ? 'system' : isDark.value ? 'moon' : 'sun'} />
      <select
        aria-label="Colours"
        value={theme.value}
        onChange={(event) => (theme.value = THEMES.find((one) => one === event.currentTarget.value) ?? 'system')}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {THEME_NAMES[one]}
          </option>
        ))}
      </select>
    </label>
  )
}

function OpenButton(): VNode {
  const choose = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement
    if (input.files?.length) void openFiles([...input.files])
    input.value = ''
  }
  return (
    <label class="icon-button" title="Open recordings">
      <Icon name="open" />
      <span class="unseen">Open recordings</span>
      <input class="unseen" type="file" multiple accept=".ndjson,.gz,.spoor" onChange={choose} />
    </label>
  )
}
