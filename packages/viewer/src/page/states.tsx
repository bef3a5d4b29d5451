import { signal } from '@preact/signals'
import type { ComponentChildren, VNode } from 'preact'
import type { Note } from '../questions.ts'
import { overview } from './engine.ts'
import { Icon } from './icons.tsx'
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
  if (phase === 'failed') return { title: 'This is not a recording that can be opened', text: error, isWrong: true }
  const isEmpty = !now || (now.calls === 0 && now.marks === 0 && now.requests === 0)
  if (!isEmpty) return allHidden()
  if (phase === 'loading') return { title: 'Reading the recording', text: names.join(', ') }
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
  if (!notes.length) return null
  return (
    <div class="notices" role="status">
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

const SPOKEN = new Set<Note['kind']>(['truncated', 'newer', 'faults', 'restarted'])
