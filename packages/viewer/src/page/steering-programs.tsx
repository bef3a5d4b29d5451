import type { ControlLimits, Program } from '@spoor/shared'
import type { ComponentChildren, VNode } from 'preact'
import { useId } from 'preact/hooks'
import { answers, order, programs } from './live.ts'
import { count, counted, duration } from './words.ts'

/** A part of the panel. */
export function Part({ title, children }: { title: string; children: ComponentChildren }): VNode {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  )
}

/** Who is there, how each stands, and a switch for all of its functions. */
export function Programs(): VNode {
  const here = programs.value.filter(({ connected }) => connected)
  const gone = programs.value.filter(({ connected }) => !connected)
  return (
    <Part title="Programs">
      {programs.value.length === 0 && (
        <p class="muted">None yet. Open a page of the dev server, or start a process with its control socket.</p>
      )}
      <Lines of={here} />
      {gone.length > 0 && (
        <details class="gone-programs">
          <summary>{counted(gone.length, 'program')} ended</summary>
          <p class="muted">What they sent is still here, until it is cleared.</p>
          <Lines of={gone} />
        </details>
      )}
    </Part>
  )
}

function Lines({ of }: { of: readonly Program[] }): VNode {
  const titles = titlesOf(of)
  return (
    <ul class="programs">
      {of.map((program) => (
        <ProgramLine key={program.id} program={program} title={titles.get(program.id)!} />
      ))}
    </ul>
  )
}

/** Several tabs of one address are told apart by a number. */
function titlesOf(programs: readonly Program[]): Map<string, string> {
  const seen = new Map<string, number>()
  return new Map(
    programs.map(({ id, title }) => {
      const n = (seen.get(title) ?? 0) + 1
      seen.set(title, n)
      return [id, n > 1 ? `${title} (${n})` : title]
    }),
  )
}

function ProgramLine({ program, title }: { program: Program; title: string }): VNode {
  const { status, connected, limits } = program
  const isOn = connected && status.on > 0
  const answer = answers.value[program.id]
  const limited = limitWords(limits)
  return (
    <li class={connected ? undefined : 'gone'}>
      <div class="program">
        <button
          class="switch"
          type="button"
          role="switch"
          aria-checked={isOn}
          aria-label={`Record ${title}`}
          disabled={!connected}
          onClick={() => void order({ programs: [program.id], ...(isOn ? { off: '**' } : { on: '**' }) })}
        />
        <span class="program-title" title={title}>
          {title}
        </span>
        <span class="muted">{program.pid ?? program.kind.replace(/s$/, '')}</span>
      </div>
      {connected && <p class="muted">{standing(program)}</p>}
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
      {limited && <p class="muted">{limited}</p>}
      {answer && 'error' in answer && <p class="bad">{answer.error}</p>}
      {answer && 'note' in answer && <p>{answer.note}</p>}
    </li>
  )
}

/** How it stands: what is on, and where nothing is recorded why. */
function standing({ status, why = status.why, recording }: Program): string {
  const words = {
    off: 'everything is switched off',
    'no-match': 'no function matches what was asked for',
    'not-loaded': 'it has loaded no file that is traced',
  }
  const now = why ? words[why] : `${count(status.on)} of ${counted(status.sites, 'function')} on`
  return recording ? `${now}; recorded to ${recording}` : now
}

const WORDS: Partial<Record<keyof ControlLimits, (value: number) => string>> = {
  duration: (ms) => (ms ? `calls under ${duration(ms)} are left out` : ''),
  perSecond: (n) => `${counted(n, 'call')} of a function in a second`,
  rate: (n) => `${counted(n, 'event')} in a second`,
  first: (n) => `the first ${counted(n, 'call')} of each function`,
  last: (n) => `the last ${counted(n, 'call')} of each function`,
  depth: (n) => `${counted(n, 'caller')} above`,
}

const limitWords = (limits: ControlLimits): string =>
  Object.entries(limits)
    .map(([name, value]) => WORDS[name as keyof ControlLimits]?.(value))
    .filter(Boolean)
    .join(', ')

/** Whom what follows is said to. @param value `''` for all, a kind, or an id */
export function Whom({ value, onChange }: { value: string; onChange: (value: string) => void }): VNode {
  const here = programs.value.filter(({ connected }) => connected)
  const titles = titlesOf(here)
  return (
    <Part title="What follows is for">
      <select class="field" aria-label="Which programs" value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">all programs, and those to come</option>
        <option value="pages">pages</option>
        <option value="workers">workers</option>
        <option value="server">the dev server</option>
        <option value="processes">processes</option>
        {here.map(({ id }) => (
          <option key={id} value={id}>
            {titles.get(id)}
          </option>
        ))}
      </select>
    </Part>
  )
}

/** Whether that is said to a program. */
export const isMeant = ({ connected, id, kind }: Program, whom: string): boolean => connected && (!whom || whom === kind || whom === id)
