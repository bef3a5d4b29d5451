import '../style/views.css'
import { diff } from '@spoor/trace'
import type { Summary } from '@spoor/trace'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { engine, revision } from '../engine.ts'
import { lineState } from '../live.ts'
import { readFiles } from '../source.ts'
import { counted } from '../words.ts'
import { Differences } from './differences.tsx'

interface Pair {
  names: string
  other: Summary
  /** Of the recording that is shown, and when it was taken. */
  mine: Summary
  revision: number
}

type State = { phase: 'choose' } | { phase: 'reading'; names: string } | { phase: 'failed'; text: string } | { phase: 'done'; pair: Pair }

/** This recording beside another of what should be the same. */
export function CompareView(): JSX.Element {
  const [state, setState] = useState<State>({ phase: 'choose' })
  const [isOtherBefore, setOtherBefore] = useState(true)
  const read = async (files: readonly File[]): Promise<void> => {
    if (!files.length) return
    const names = namesOf(files)
    setState({ phase: 'reading', names })
    try {
      setState({ phase: 'done', pair: { names, other: await summaryOf(files), ...(await ownSummary()) } })
    } catch (error) {
      setState({ phase: 'failed', text: `${names}: ${(error as Error).message}` })
    }
  }
  const again = async (pair: Pair): Promise<void> => setState({ phase: 'done', pair: { ...pair, ...(await ownSummary()) } })
  return (
    <section class="compare" aria-label="Compare">
      <Choose read={(files) => void read(files)} state={state} />
      {state.phase === 'done' && (
        <>
          <Which
            {...state.pair}
            isOtherBefore={isOtherBefore}
            swap={() => setOtherBefore(!isOtherBefore)}
            again={() => void again(state.pair)}
          />
          <Differences changes={isOtherBefore ? diff(state.pair.other, state.pair.mine) : diff(state.pair.mine, state.pair.other)} />
        </>
      )}
    </section>
  )
}

function namesOf([first, ...others]: readonly File[]): string {
  if (others.length < 2) return [first!, ...others].map(({ name }) => name).join(', ')
  return `${first!.name} and ${others.length} more`
}

async function summaryOf(files: readonly File[]): Promise<Summary> {
  const other = await readFiles(files)
  try {
    return await other.ask('summary', {})
  } finally {
    other.close()
  }
}

async function ownSummary(): Promise<Pick<Pair, 'mine' | 'revision'>> {
  const now = revision.peek()
  return { mine: await engine.peek()!.ask('summary', {}), revision: now }
}

function Choose({ read, state }: { read: (files: readonly File[]) => void; state: State }): JSX.Element {
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    // The page would open it in place of the recording that is shown.
    event.stopPropagation()
    read([...(event.dataTransfer?.files ?? [])])
  }
  return (
    <div class="choose" onDragOver={(event) => (event.preventDefault(), event.stopPropagation())} onDrop={drop}>
      <label class="button">
        Choose a recording to compare with
        <input
          class="unseen"
          type="file"
          multiple
          accept=".ndjson,.gz"
          onChange={(event) => {
            read([...(event.currentTarget.files ?? [])])
            event.currentTarget.value = ''
          }}
        />
      </label>
      <span class="muted">or drop it here: one of the same program, before or after a change. Several files become one recording.</span>
      <p role="status">{state.phase === 'reading' ? `Reading ${state.names}…` : ''}</p>
      {state.phase === 'failed' && (
        <p role="alert" class="bad">
          {state.text}
        </p>
      )}
    </div>
  )
}

interface WhichProps extends Pair {
  isOtherBefore: boolean
  swap: () => void
  again: () => void
}

function Which({ names, other, mine, revision: taken, isOtherBefore, swap, again }: WhichProps): JSX.Element {
  const sides: [string, Summary][] = [
    [names, other],
    [lineState.value ? 'what runs' : 'this recording', mine],
  ]
  const [before, after] = isOtherBefore ? sides : sides.toReversed()
  return (
    <div class="which">
      <dl class="figures">
        {[before!, after!].map(([name, { totals }], i) => (
          <div key={i}>
            <dt>{i ? 'After' : 'Before'}</dt>
            <dd>
              {name}{' '}
              <span class="muted">
                {counted(totals.calls, 'call')}, {counted(totals.functions, 'function')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={swap}>
        Swap
      </button>
      {taken !== revision.value && (
        <button type="button" class="button" onClick={again}>
          It has grown: compare again
        </button>
      )}
    </div>
  )
}
