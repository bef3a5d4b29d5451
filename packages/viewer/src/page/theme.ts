import { computed, signal } from '@preact/signals'
import type { ReadonlySignal, Signal } from '@preact/signals'

export const THEMES = ['system', 'light', 'dark'] as const

export type Theme = (typeof THEMES)[number]

const KEY = 'spoor-theme'

const wantsDark = matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = signal(wantsDark.matches)

/** What was chosen; remembered. */
export const theme: Signal<Theme> = signal(remembered())

/** What it comes to: for what is drawn on a canvas. */
export const isDark: ReadonlySignal<boolean> = computed(() => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark'))

/** Whether the person asked for little motion. */
export const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches

export function applyTheme(): void {
  wantsDark.addEventListener('change', () => (systemIsDark.value = wantsDark.matches))
  // Other pages that are open follow.
  addEventListener('storage', ({ key }) => (key === KEY || key === null) && (theme.value = remembered()))
  theme.subscribe((choice) => {
    if (choice === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = choice
    remember(choice)
  })
}

function remembered(): Theme {
  try {
    const text = localStorage.getItem(KEY)
    return text === 'light' || text === 'dark' ? text : 'system'
  } catch {
    return 'system' // a page without an origin of its own, as one opened from a file, may have no storage
  }
}

function remember(choice: Theme): void {
  try {
    if (choice === 'system') localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, choice)
  } catch {
    // as above: then it holds until the page is left
  }
}
