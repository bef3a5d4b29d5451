import '../style/value.css'
import { formatSnapshot } from '@spoor/shared'
import type { Snapshot } from '@spoor/shared'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { CopyButton } from './copy.tsx'
import { count } from '../words.ts'
import { kindOf, partsOf, remarkOf } from './value-parts.ts'
import type { Part, Parts } from './value-parts.ts'
import { valueText } from './value-text.ts'

interface Props {
  /** `total`, `result`. */
  name: string
  value: Snapshot
  /** Whether its parts are shown from the start. */
  isOpen?: boolean
}

/** A recorded value that can be looked into. All that was recorded stands in text nodes. */
export function Value({ name, value, isOpen = false }: Props): JSX.Element {
  return (
    <div class="value" role="group" aria-label={name} onKeyDown={onKey}>
      <ul>
        <Line part={{ label: `${name}: `, key: name, value }} isOpen={isOpen} />
      </ul>
      <CopyButton what={name} text={() => valueText(value)} />
    </div>
  )
}

/** Parts that are shown at once. */
const BATCH = 100
const LONG = 80

function Line({ part, isOpen: isOpenFirst = false }: { part: Part; isOpen?: boolean }): JSX.Element {
  const [isOpened, setOpen] = useState(isOpenFirst)
  const inside = partsOf(part.value)
  const long = longText(part.value)
  const canOpen = inside.parts.length > 0 || long !== undefined
  // What has nothing in it stands in its line.
  const isOpen = isOpened && canOpen
  return (
    <li>
      <Toggle canOpen={canOpen} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} part={part} inside={inside} />
      {isOpen && long !== undefined && <pre tabIndex={0}>{long}</pre>}
      {isOpen && inside.parts.length > 0 && <Inside {...inside} />}
    </li>
  )
}

interface ToggleProps {
  canOpen: boolean
  isOpen: boolean
  onToggle: () => void
  part: Part
  inside: Parts
}

function Toggle({ canOpen, isOpen, onToggle, part, inside }: ToggleProps): JSX.Element {
  const text = (
    <>
      <span class="value-key">{part.label}</span>
      <Preview value={part.value} isOpen={isOpen} inside={inside} />
    </>
  )
  if (!canOpen) return <div class="value-line">{text}</div>
  return (
    <button type="button" class="value-line" aria-expanded={isOpen} onClick={onToggle}>
      <svg class="value-twist" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <path d={isOpen ? 'M2.5 4.5 6 8l3.5-3.5' : 'M4.5 2.5 8 6l-3.5 3.5'} />
      </svg>
      {text}
    </button>
  )
}

function Preview({ value, isOpen, inside }: { value: Snapshot; isOpen: boolean; inside: Parts }): JSX.Element {
  const kind = kindOf(value)
  const remark = remarkOf(value)
  return (
    <>
      <span class={`value-text is-${kind}`}>{isOpen ? headOf(value, inside) : formatSnapshot(value, LONG)}</span>
      {remark && <span class="value-remark"> {remark}</span>}
    </>
  )
}

/** What stands above what is shown in full. */
function headOf(value: Snapshot, { head, parts }: Parts): string {
  if (typeof value === 'string' || kindOf(value) === 'string') return ''
  return head || (parts.length ? '{…}' : formatSnapshot(value, LONG))
}

function Inside({ parts, left }: Parts): JSX.Element {
  const [most, setMost] = useState(BATCH)
  const more = parts.length - most
  return (
    <ul>
      {parts.slice(0, most).map((part) => (
        <Line key={part.key} part={part} />
      ))}
      {more > 0 && (
        <li>
          <button type="button" class="value-more" onClick={() => setMost(most + BATCH * 10)}>
            {count(Math.min(more, BATCH * 10))} more
          </button>
        </li>
      )}
      {more <= 0 && left > 0 && <li class="value-remark">{count(left)} more, not kept</li>}
    </ul>
  )
}

/** What does not fit in a line: long texts, stacks. */
function longText(value: Snapshot): string | undefined {
  if (typeof value === 'string') return isLong(value) ? value : undefined
  if (value === null || typeof value !== 'object') return undefined
  if (value.k === 'string') return value.v
  if (value.k !== 'error') return undefined
  const text = value.stack ?? `${value.name}: ${value.message}`
  return isLong(text) ? text : undefined
}

const isLong = (text: string): boolean => text.length > LONG - 2 || text.includes('\n')

/** Arrows go from one part that can be opened to the next, open and close. */
function onKey(event: KeyboardEvent): void {
  const button = (event.target as HTMLElement).closest<HTMLElement>('button.value-line')
  if (!button) return
  const isOpen = button.getAttribute('aria-expanded') === 'true'
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button.value-line')]
  const at = all.indexOf(button)
  if (event.key === 'ArrowDown') all[at + 1]?.focus()
  else if (event.key === 'ArrowUp') all[at - 1]?.focus()
  else if (event.key === 'ArrowRight' && !isOpen) button.click()
  else if (event.key === 'ArrowLeft' && isOpen) button.click()
  else if (event.key === 'ArrowLeft') button.closest('ul')?.closest('li')?.querySelector<HTMLElement>('button.value-line')?.focus()
  else return
  event.preventDefault()
}
