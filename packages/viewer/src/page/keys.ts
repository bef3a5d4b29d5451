import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import { go, VIEWS } from './routes.ts'
import type { ViewName } from './routes.ts'
import { select } from './selection.ts'

/** Whether the list of keys is open. */
export const isHelpOpen: Signal<boolean> = signal(false)

/** What the list of keys says: where they hold, and each with what it does. */
export const KEYS: [where: string, keys: [keys: string[], does: string][]][] = [
  [
    'Everywhere',
    [
      [['1', '–', '7'], 'Timeline, Tree, Functions, Requests, Errors, Search, Compare'],
      [['/'], 'Filter'],
      [['?'], 'This list'],
      [['Esc'], 'Close what is open, select nothing'],
    ],
  ],
  [
    'Timeline',
    [
      [['w', 's'], 'Zoom in and out; so do + and −, and the wheel with Ctrl'],
      [['a', 'd'], 'Earlier and later; so does the wheel with Shift, and dragging'],
      [['↑', '↓', '←', '→'], 'Caller, first callee, previous and next of the selected event; ↓ selects the first that is seen'],
      [['r', 'R'], 'Next and previous request'],
      [['n', 'N'], 'Next and previous of what the filter means'],
      [['Enter', 'f'], 'Zoom to the selected event, or to all; so does a double click on it'],
      [['0'], 'The whole recording'],
      [['c', 'C'], 'Fold the rows of the selected event’s process away, or those of all; so does the button with its name'],
      [['l'], 'Follow what is being recorded'],
    ],
  ],
  [
    'Lists and trees',
    [
      [['↑', '↓'], 'To the list, and in it to the row before and behind; Page Up, Page Down, Home and End go further'],
      [['→', '←'], 'Open and close what is below a row, and on to it or back'],
      [['Enter'], 'What the row stands for'],
    ],
  ],
  [
    'Map above the timeline',
    [
      [['←', '→'], 'Move the part that is shown; Page Up and Page Down by its length'],
      [['+', '−'], 'Make it smaller and larger'],
      [['Home', 'End'], 'To the begin, to the end'],
    ],
  ],
]

/** Keys that hold everywhere. Fields, and whoever has handled a key, keep theirs. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return escape(event)
    if (isField(event.target)) return
    if (handle(event.key)) event.preventDefault()
  })
}

function handle(key: string): boolean {
  const view = /^[1-7]$/.test(key) ? VIEWS[Number(key) - 1] : undefined
  if (view) go(view as ViewName)
  else if (key === '/') document.getElementById('filter')?.focus()
  else if (key === '?') isHelpOpen.value = !isHelpOpen.value
  else if (key === 'ArrowDown' || key === 'ArrowUp') return toList()
  else return false
  return true
}

/** From nowhere to the list that the view has: a person who came by a key need not look for it with others. */
function toList(): boolean {
  const { activeElement, body } = document
  const row = document.querySelector<HTMLElement>('#main [role=row][tabindex="0"]')
  if (!row || (activeElement && activeElement !== body && activeElement.id !== 'main')) return false
  row.focus()
  return true
}

/** What is open closes by itself, being a dialog; a field is left; otherwise nothing is selected any more. */
function escape(event: KeyboardEvent): void {
  if (document.querySelector('dialog[open]')) return
  if (isField(event.target)) (event.target as HTMLElement).blur()
  else select(undefined)
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
