import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import { splitSelectors, parseSelector } from '@spoor/shared'
import type { ChangeOrder, ControlLimits } from '@spoor/shared'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Icon } from './icons.tsx'
import { clear, line, lineState, mark, order, programs, said } from './live.ts'
import { isMeant, Part, Programs, Whom } from './steering-programs.tsx'

export const isSteering: Signal<boolean> = signal(false)

/** Programs that run, and what of them is recorded: switched on and off, narrower and wider, while they run. */
export function Steering(): VNode {
  const canSteer = lineState.value === 'open' && line.value?.hello?.canSteer === true
  const [whom, setWhom] = useState('')
  return (
    <aside class="details steering" aria-label="Steering">
      <div class="details-head">
        <h2>What is recorded</h2>
        <button class="icon-button" type="button" aria-label="Close steering" onClick={() => (isSteering.value = false)}>
          <Icon name="close" />
        </button>
      </div>
      <div class="details-body">
        {!canSteer && <p class="steering-why">{whyNot()}</p>}
        <fieldset disabled={!canSteer}>
          <Programs />
          <Whom value={whom} onChange={setWhom} />
          <Selectors whom={whom} />
          <Limits whom={whom} />
          <Notes />
        </fieldset>
        <p class="said" role="status">
          {said.value}
        </p>
      </div>
    </aside>
  )
}

function whyNot(): string {
  if (lineState.value === 'refused') return `The dev server refuses this page: ${line.value?.reason ?? 'it does not say why'}.`
  if (lineState.value !== 'open') return 'There is no connection to the dev server at present.'
  return `This page may look but not steer: ${line.value?.hello?.why ?? 'the server does not say why'}.`
}

/** @param whom as {@link Whom} says it */
const meaning = (whom: string): Pick<ChangeOrder, 'programs'> => (whom ? { programs: [whom] } : {})

function Selectors({ whom }: { whom: string }): VNode {
  const [text, setText] = useState('')
  const [most, setMost] = useState('')
  const wrong = text.trim() ? faultOf(text) : undefined
  const selectors = text.trim() || '**'
  const max = Number(most) >= 1 ? { max: Math.floor(Number(most)) } : {}
  const give = (what: ChangeOrder): void => void order({ ...what, ...meaning(whom) })
  return (
    <Part title="Functions">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!wrong) give({ on: selectors, ...max })
        }}
      >
        <input
          class="field mono"
          aria-label="Selectors"
          aria-invalid={Boolean(wrong)}
          placeholder="src/cart/**, **#on*"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        {wrong && <p class="bad">{wrong}</p>}
        <label class="side">
          at most
          <input
            class="field number"
            type="number"
            min="1"
            placeholder="all"
            value={most}
            onInput={(event) => setMost(event.currentTarget.value)}
          />
          calls each
        </label>
        <div class="side">
          <button class="button main" type="submit" disabled={Boolean(wrong)}>
            Switch on
          </button>
          <button
            class="button"
            type="button"
            disabled={Boolean(wrong) || !text.trim()}
            title="All others are switched off"
            onClick={() => give({ off: '**', on: selectors, ...max })}
          >
            Only these
          </button>
          <button class="button" type="button" disabled={Boolean(wrong)} onClick={() => give({ off: selectors })}>
            Switch off
          </button>
        </div>
      </form>
    </Part>
  )
}

function faultOf(text: string): string | undefined {
  try {
    for (const part of splitSelectors(text)) parseSelector(part)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

const LIMITS: [keyof ControlLimits, string][] = [
  ['duration', 'Leave out calls shorter than (ms)'],
  ['perSecond', 'Calls of one function in a second'],
  ['rate', 'Events in a second'],
  ['first', 'First calls of each function'],
  ['depth', 'Callers above'],
]

function Limits({ whom }: { whom: string }): VNode {
  const meant = programs.value.filter((program) => isMeant(program, whom))
  const [limits, setLimits] = useState<Partial<Record<keyof ControlLimits, string>>>({})
  const given = Object.entries(limits).filter(([, text]) => text !== '' && Number.isFinite(Number(text)) && Number(text) >= 0)
  return (
    <Part title="Limits">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void order({ limits: Object.fromEntries(given.map(([name, text]) => [name, Number(text)])), ...meaning(whom) })
        }}
      >
        {LIMITS.map(([name, label]) => (
          <label key={name} class="limit">
            {label}
            <input
              class="field number"
              type="number"
              min="0"
              step={name === 'duration' ? 'any' : '1'}
              placeholder={placeholderOf(meant.map((program) => program.limits[name]))}
              value={limits[name] ?? ''}
              onInput={(event) => setLimits({ ...limits, [name]: event.currentTarget.value })}
            />
          </label>
        ))}
        <div class="side">
          <button class="button" type="submit" disabled={given.length === 0}>
            Set limits
          </button>
        </div>
      </form>
    </Part>
  )
}

function placeholderOf(values: readonly (number | undefined)[]): string {
  const [first, ...others] = new Set(values)
  return others.length ? 'several' : String(first ?? 'usual')
}

function Notes(): VNode {
  const [name, setName] = useState('')
  return (
    <Part title="Recording">
      <form
        class="side"
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim()) void mark(name.trim()).then(() => setName(''))
        }}
      >
        <input
          class="field"
          aria-label="Name of a mark"
          placeholder="a name"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button class="button" type="submit" disabled={!name.trim()}>
          Mark
        </button>
        <button class="button" type="button" title="Forget what happened so far, here and in the programs" onClick={() => void clear()}>
          Clear
        </button>
      </form>
    </Part>
  )
}
