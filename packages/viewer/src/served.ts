// What the page and whoever serves it agree on: plain data, no platform.

/** Name of the header that says a request comes from our page: `1` to ask for the token, the token to ask for anything more. */
export const HEADER = 'x-spoor'

/** Paths below the page's own. */
export const PATHS = {
  access: 'access.json',
  index: 'recording/index.json',
  recording: 'recording/',
  source: 'source',
  open: 'open',
} as const

/** Name of the `meta` of the page that says what it shows. */
export const SOURCE_META = 'spoor-source'

/** Programs while they run; recordings that are served beside the page; recordings within it. */
export type SourceKind = 'live' | 'files' | 'inline'

/** `GET access.json`, with the header `x-spoor: 1`. */
export interface Access {
  /** Value of the header `x-spoor` for `source` and `open`. */
  token: string
  /** Which project it is, as far as one is served. */
  project?: string
  /** Whether the text of files can be asked for: `GET source?file=`. */
  canRead: boolean
  /** Whether `POST open` may open the editor. */
  canOpen: boolean
}

/** `GET recording/index.json`: the n-th of these, from 0, is `recording/<n>`. */
export interface RecordingIndex {
  files: RecordingFile[]
}

export interface RecordingFile {
  /** For people: its path as it was given. */
  name: string
  /** Bytes, as it is stored. */
  size: number
}

/** Body of `POST open`, as JSON. */
export interface Place {
  /** As a recorded site names it. */
  file: string
  /** From 1. */
  line: number
  /** From 1. */
  column: number
}

/** In the page that is one file: the ids of the worker's text, and of the n-th recording (gzip, base64). */
export const EMBEDDED = { worker: 'spoor-worker', recording: 'recording-' } as const
