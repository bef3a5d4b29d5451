import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import { splitSelectors, parseSelector } from '@spoor/shared'
import type { ChangeOrder, ControlLimits, Program } from '@spoor/shared'
import type { ComponentChildren, VNode } from 'preact'
import { useId, useState } from 'preact/hooks'
import { Icon } from './icons.tsx'
import { answers, clear, line, lineState, mark, order, programs, said } from './live.ts'
import { count, counted } from './words.ts'

export const isSteering: Signal<boolean> = signal(false)

/** Programs that run, and what of them is recorded: switched on and off, narrower and wider, while they run. */
export function Steering(): VNode {
  const canSteer = lineState.value === 'open' && line.value?.hello?.canSteer === true
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
          <Selectors />
          <Limits />
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

function Part({ title, children }: { title: string; children: ComponentChildren }): VNode {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  )
}

function Programs(): VNode {
  return (
    <Part title="Programs">
      {programs.value.length === 0 && (
        <p class="muted">None yet. Open a page of the dev server, or start a process with its control socket.</p>
      )}
      <ul class="programs">
        {programs.value.map((program) => (
          <ProgramLine key={program.id} program={program} />
        ))}
      </ul>
    </Part>
  )
}

function ProgramLine({ program }: { program: Program }): VNode {
  const { status, connected } = program
  const isOn = connected && status.on > 0
  const answer = answers.value[program.id]
  return (
    <li class={connected ? undefined : 'gone'}>
      <div class="program">
        <button
          class="switch"
          type="button"
          role="switch"
          aria-checked={isOn}
          aria-label={`Record ${program.title}`}
          disabled={!connected}
          onClick={() => void order({ programs: [program.id], ...(isOn ? { off: '**' } : { on: '**' }) })}
        />
        <span class="program-title" title={program.title}>
          {program.title}
        </span>
        <span class="muted">{program.pid ?? program.kind.replace(/s$/, '')}</span>
      </div>
      <p class="muted">{connected ? standing(program) : 'gone; what it sent is still here'}</p>
      {status.rules.length > 0 && (
        <ul class="rules">
          {status.rules.map((rule) => (
            <li key={`${rule.on} ${rule.selectors}`}>
              <b>{rule.on ? 'on' : 'off'}</b> <code>{rule.selectors}</code> {counted(rule.matched, 'function')}
              {rule.max !== undefined &&
                `, ${counted(rule.max, 'call')} of each${rule.spent ? `; ${count(rule.spent)} have had theirs` : ''}`}
            </li>
          ))}
        </ul>
      )}
      {answer && 'error' in answer && <p class="bad">{answer.error}</p>}
      {answer && 'note' in answer && <p>{answer.note}</p>}
    </li>
  )
}

/** How it stands: what is on, and where nothing is recorded why. */
export function standing({ status, why = status.why, recording }: Program): string {
  const words = {
    off: 'everything is switched off',
    'no-match': 'no function matches what was asked for',
    'not-loaded': 'it has loaded no file that is traced',
  }
  const now = why ? words[why] : `${count(status.on)} of ${counted(status.sites, 'function')} on`
  return recording ? `${now}; recorded to ${recording}` : now
}

/** `all`, a kind, or an id: whom an order is for. */
function Whom({ value, onChange }: { value: string; onChange: (value: string) => void }): VNode {
  return (
    <select class="field" aria-label="Which programs" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">all programs</option>
      <option value="pages">pages</option>
      <option value="workers">workers</option>
      <option value="server">the dev server</option>
      <option value="processes">processes</option>
      {programs.value
        .filter((program) => program.connected)
        .map((program) => (
          <option key={program.id} value={program.id}>
            {program.title}
          </option>
        ))}
    </select>
  )
}

function Selectors(): VNode {
  const [text, setText] = useState('')
  const [whom, setWhom] = useState('')
  const [most, setMost] = useState('')
  const wrong = text.trim() ? faultOf(text) : undefined
  const give = (isOn: boolean): void => {
    const what: ChangeOrder = isOn ? { on: text.trim() || '**' } : { off: text.trim() || '**' }
    if (whom) what.programs = [whom]
    if (isOn && Number(most) >= 1) what.max = Math.floor(Number(most))
    void order(what)
  }
  return (
    <Part title="Functions">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (!wrong) give(true)
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
        <div class="side">
          <Whom value={whom} onChange={setWhom} />
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
        </div>
        <div class="side">
          <button class="button main" type="submit" disabled={Boolean(wrong)}>
            Switch on
          </button>
          <button class="button" type="button" disabled={Boolean(wrong)} onClick={() => give(false)}>
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

function Limits(): VNode {
  const [limits, setLimits] = useState<Partial<Record<keyof ControlLimits, string>>>({})
  const given = Object.entries(limits).filter(([, text]) => text !== '' && Number.isFinite(Number(text)) && Number(text) >= 0)
  return (
    <Part title="Limits">
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void order({ limits: Object.fromEntries(given.map(([name, text]) => [name, Number(text)])) })
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
              placeholder={String(programs.value[0]?.limits[name] ?? 'usual')}
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
