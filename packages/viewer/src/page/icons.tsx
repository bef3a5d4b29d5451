import type { VNode } from 'preact'

const PATHS = {
  track: 'M3 3.5h6M5 8h8M3 12.5h4M9.5 12.5h3',
  close: 'M4 4l8 8M12 4l-8 8',
  open: 'M2.5 12.5v-9h4l1.5 2h5.5v7z',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6a2.8 2.8 0 1 0 0-5.6M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  system: 'M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6M8 2.2v11.6M8 5l3.8-1M8 8h5.6M8 11l3.8 1',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4a4.2 4.2 0 1 0 0-8.4M10.2 10.2l3.3 3.3',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  steer:
    'M3 4.5h5.5M11.5 4.5H13M3 11.5h1.5M7.5 11.5H13M10 2.8a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 1 0 0-3.4M6 9.8a1.7 1.7 0 1 0 0 3.4a1.7 1.7 0 1 0 0-3.4',
  help: 'M6 6.2a2 2 0 1 1 2.8 1.9c-.6.3-.8.7-.8 1.4M8 11.9v.1M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4',
  warn: 'M8 2.5l6 10.8H2zM8 6.5v3M8 11.4v.1',
  fit: 'M2.5 5.5v-3h3M13.5 5.5v-3h-3M2.5 10.5v3h3M13.5 10.5v3h-3M5 8h6',
  folded: 'M6 4.5L9.5 8L6 11.5',
  unfolded: 'M4.5 6L8 9.5L11.5 6',
  plus: 'M8 3.5v9M3.5 8h9',
  minus: 'M3.5 8h9',
  live: 'M4 3.5l6 4.5l-6 4.5zM12.5 3.5v9',
  flag: 'M4 14V2.5h7.5l-2 3l2 3H4',
  clear: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9',
} as const

export type IconName = keyof typeof PATHS

/** A drawing of 16 by 16 in the colour of the text; it says nothing, so what it stands in needs words. */
export const Icon = ({ name }: { name: IconName }): VNode => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
)
