import { signal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import type { Note } from '../questions.ts'
import type { Program } from '@spoor/shared'
import { overview } from './engine.ts'
import { Icon } from './icons.tsx'
import { line, lineState, order, programs, said } from './live.ts'
import { change, route } from './routes.ts'
import { source } from './source.ts'
import { counted } from './words.ts'

/** What the page says where there is nothing to show: what is the case, why, and what to do. */
export interface State {
  title: string
  text: ComponentChildren
  isWrong?: boolean
}

/** Absent where there is something to show. */
export function stateOf(): State | undefined {
  const { phase, error, kind, names } = source.value
  const now = overview.value
  if (phase === 'failed') return { title: 'This cannot be opened', text: error, isWrong: true }
  const isEmpty = !now || (now.calls === 0 && now.marks === 0 && now.requests === 0)
  if (!isEmpty) return allHidden()
  if (phase === 'loading') return { title: 'Reading the recording', text: names.join(', ') }
  if (lineState.value) return nothingYet()
  if (kind === 'none') return NOTHING_OPEN
  return { title: 'The recording holds no calls', text: <EmptyFile /> }
}

const NOTHING_OPEN: State = {
  title: 'No recording is open',
  text: (
    <>
      Drop files onto this page or choose them above: <code>*.spoor.ndjson</code>, or the same with <code>.gz</code>. Several become one
      recording. <code>npx spoor run -- node app.js</code> records a run.
    </>
  ),
}

function EmptyFile(): VNode {
  const streams = overview.value?.streams.length ?? 0
  return (
    <>
      {streams
        ? `It was begun by ${counted(streams, 'process', 'processes')}, but nothing was called in them that is traced. `
        : 'There is nothing in it. '}
      Either no function matched the selectors, or the files that they match were never loaded. <code>npx spoor explain FILE</code> says of
      a file which of its functions are traced, and why others are not.
    </>
  )
}

/** Of programs that run: why nothing came yet. */
function nothingYet(): State {
  const state = lineState.value
  if (state === 'connecting') return { title: 'Connecting to the dev server', text: 'Calls appear here as they happen.' }
  if (state === 'refused') return { title: 'The dev server refuses this page', text: line.value?.reason, isWrong: true }
  if (state === 'lost')
    return { title: 'The dev server is gone', text: 'It is tried again until it answers. Nothing was recorded before.', isWrong: true }
  const all = programs.value.filter((program) => program.connected)
  if (!all.length) return { title: 'No program yet', text: OPEN_ONE }
  if (all.some(hasNoMatch) && all.every((program) => program.platform === 'node')) return NO_MATCH
  // Of the dev server itself nothing is expected: few people write code that it runs.
  const here = all.filter((program) => program.kind !== 'server' || whyOf(program) !== 'not-loaded')
  if (here.length && here.every((program) => whyOf(program) === 'off')) return ALL_OFF
  const told = here.filter((program) => whyOf(program) !== undefined)
  if (here.every((program) => program.platform === 'node' && whyOf(program) === 'not-loaded'))
    return {
      title: 'No page of the app is open yet',
      text: (
        <>
          <p>{OPEN_ONE}</p>
          {told.length > 0 && <Reasons of={told} />}
        </>
      ),
    }
  return {
    title: 'Nothing was called yet',
    text: told.length ? <Reasons of={told} /> : 'Click something, or send a request: its calls appear here.',
  }
}

const OPEN_ONE = 'Open a page of the dev server, or reload one that is open: its calls appear here as they happen.'

const whyOf = (program: Program): Program['why'] => program.why ?? program.status.why

/** The build knows that the selectors match nothing of what it has handed out. */
const hasNoMatch = ({ kind, status, why }: Program): boolean => kind === 'server' && why === 'no-match' && status.why === 'not-loaded'

const NO_MATCH: State = {
  title: 'No function of the app is traced',
  text: (
    <>
      The selectors match nothing of what the dev server has handed out. Its terminal says which they are: change <code>include</code> among
      the options, or <code>SPOOR</code> in the environment.
    </>
  ),
  isWrong: true,
}

const ALL_OFF: State = {
  title: 'Tracing is switched off',
  text: (
    <>
      <p>
        No function is recorded until it is switched on, here or by a second terminal: <code>npx spoor attach</code>.
      </p>
      <button class="button main" type="button" onClick={() => void order({ on: '**' })}>
        Switch everything on
      </button>
    </>
  ),
}

const REASONS = {
  off: 'everything is switched off',
  'no-match': 'no function matches what was asked for; mend the selectors under “What is recorded”',
  'not-loaded': (
    <>
      it has loaded no file that is traced; name others, as in <code>SPOOR='api/**' node …</code> or in the option <code>include</code>
    </>
  ),
} as const satisfies Record<NonNullable<Program['why']>, ComponentChildren>

function Reasons({ of }: { of: readonly Program[] }): VNode {
  return (
    <ul class="reasons">
      {of.map((program) => (
        <li key={program.id}>
          <b>{program.title}</b>: {REASONS[whyOf(program)!]}
        </li>
      ))}
    </ul>
  )
}

function allHidden(): State | undefined {
  const hidden = new Set(route.value.hidden)
  if (!hidden.size || overview.value!.streams.some((stream) => !hidden.has(stream.id))) return undefined
  return {
    title: 'Every process is hidden',
    text: (
      <button class="button" type="button" onClick={() => change({ hidden: undefined }, true)}>
        Show all
      </button>
    ),
  }
}

export function WholeState({ title, text, isWrong }: State): VNode {
  return (
    <div class={isWrong ? 'state wrong' : 'state'} role={isWrong ? 'alert' : 'status'}>
      <Icon name={isWrong ? 'warn' : 'track'} />
      <h2>{title}</h2>
      <div>{text}</div>
    </div>
  )
}

/** Notes that were read and put away. */
const closed = signal<ReadonlySet<string>>(new Set())

/** What to know of the recording, above it: cut off, of a newer version, with faults. Clock and drops stand in the status line. */
export function Notices(): VNode | null {
  const notes = (overview.value?.notes ?? []).filter((note) => SPOKEN.has(note.kind) && !closed.value.has(note.text))
  const isLost = lineState.value === 'lost' || (lineState.value === 'refused' && overview.value !== undefined)
  if (!notes.length && !isLost && !said.value) return null
  return (
    <div class="notices" role="status">
      {isLost && <Lost />}
      {lineState.value && said.value && <Said />}
      {notes.map((note) => (
        <p key={note.text} class="notice" data-kind={note.kind}>
          <Icon name="warn" />
          <span>{note.text}</span>
          <button
            class="icon-button small"
            type="button"
            aria-label="Put away"
            onClick={() => (closed.value = new Set([...closed.value, note.text]))}
          >
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  )
}

function Lost(): VNode {
  const isRefused = lineState.value === 'refused'
  return (
    <p class="notice" data-kind="lost">
      <Icon name="warn" />
      <span>
        {isRefused
          ? `The dev server refuses this page: ${line.value?.reason ?? ''}.`
          : 'The dev server is gone. It is tried again; what was recorded stays.'}
      </span>
    </p>
  )
}

/** What the server said last. */
function Said(): VNode {
  return (
    <p class="notice calm">
      <span>{said.value}</span>
      <button class="icon-button small" type="button" aria-label="Put away" onClick={() => (said.value = undefined)}>
        <Icon name="close" />
      </button>
    </p>
  )
}

const SPOKEN = new Set<Note['kind']>(['truncated', 'newer', 'faults', 'restarted'])
