import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import { feedResponse } from '../model/feed-response.ts'
import type { Engine } from '../questions.ts'
import { EMBEDDED, PATHS, SOURCE_META } from '../served.ts'
import type { RecordingIndex } from '../served.ts'
import { engine, newEngine, show } from './engine.ts'
import { closeLive, openLive } from './live.ts'

/** Where the recording that is shown comes from, and how far it is. */
export interface Source {
  kind: 'none' | 'files' | 'inline' | 'opened' | 'live'
  /** Of the files. */
  names: string[]
  phase: 'waiting' | 'loading' | 'open' | 'failed'
  /** Of the files: how much has been read. */
  loaded: number
  /** 0 where it is not known. */
  size: number
  /** What went wrong, in words. */
  error?: string
}

const NONE: Source = { kind: 'none', names: [], phase: 'waiting', loaded: 0, size: 0 }

export const source: Signal<Source> = signal(NONE)

/** A part of a recording: a file, or what stands for one. */
export interface Part {
  name: string
  size: number
  open(): Promise<ReadableStream<Uint8Array>>
}

/** Opens what the page was made for: `<meta name="spoor-source" content="files">`, `inline`, or `live`. */
export async function openSource(): Promise<void> {
  const kind = document.querySelector<HTMLMetaElement>(`meta[name="${SOURCE_META}"]`)?.content
  if (kind === 'files') await openParts('files', served)
  else if (kind === 'inline') await openParts('inline', () => Promise.resolve(inline()))
  else if (kind === 'live') {
    source.value = { ...NONE, kind: 'live', phase: 'open' }
    openLive()
  } else show(newEngine())
}

/** Shows files that a person chose or dropped, in place of what is shown. Several become one recording. */
export const openFiles = (files: readonly File[]): Promise<void> =>
  openParts('opened', () => Promise.resolve(files.map((file) => ({ name: file.name, size: file.size, open: async () => file.stream() }))))

/** Reads files into a recording of their own, to be compared with the one that is shown. Who asked for it closes it. */
export async function readFiles(files: readonly File[]): Promise<Engine> {
  const other = newEngine()
  try {
    for (const file of files) await feed(other, { name: file.name, size: file.size, open: async () => file.stream() }, () => {})
    return other
  } catch (error) {
    other.close()
    throw error
  }
}

async function openParts(kind: Source['kind'], list: () => Promise<Part[]>): Promise<void> {
  closeLive()
  const own = newEngine()
  show(own)
  source.value = { ...NONE, kind, phase: 'loading' }
  const update = (change: Partial<Source>): void => {
    // Others may have been opened meanwhile.
    if (engine.peek() === own) source.value = { ...source.peek(), ...change }
  }
  try {
    const parts = await list()
    update({ names: parts.map((part) => part.name), size: parts.reduce((sum, part) => sum + part.size, 0) })
    let [loaded, toldAt] = [0, -Infinity]
    const progress = (bytes: number): void => {
      loaded += bytes
      if (performance.now() - toldAt < PACE) return
      toldAt = performance.now()
      update({ loaded })
    }
    for (const part of parts) await feed(own, part, progress)
    update({ phase: 'open', loaded })
  } catch (error) {
    update({ phase: 'failed', error: (error as Error).message })
  }
}

/** Milliseconds between two times that it is told how far reading is: the page is drawn anew each time. */
const PACE = 150

/** `progress` is told the bytes of each chunk as they are in the file. */
async function feed(engine: Engine, part: Part, progress: (bytes: number) => void): Promise<void> {
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, to) {
      progress(chunk.length)
      to.enqueue(chunk)
    },
  })
  const body = (await part.open()).pipeThrough(counting as ReadableWritablePair<Uint8Array, Uint8Array>)
  await feedResponse(engine, body, part.name, part.size)
}

/** What `recording/index.json` lists, each at `recording/<number>`. */
async function served(): Promise<Part[]> {
  const { files } = (await (await get(PATHS.index)).json()) as RecordingIndex
  return files.map(({ name, size }, index) => ({ name, size, open: async () => (await get(PATHS.recording + index)).body! }))
}

async function get(url: string): Promise<Response> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`The server that showed this page answered ${response.status} to ${url}.`)
  return response
}

/**
 * `<script type="application/octet-stream" id="recording-0" data-name="…">` with a recording, compressed with gzip, in base64; a long one
 * goes on in `recording-0-1`, `recording-0-2`, …
 */
function inline(): Part[] {
  const parts: Part[] = []
  for (let index = 0; ; index++) {
    const id = EMBEDDED.recording + index
    const scripts: HTMLElement[] = []
    for (let script = document.getElementById(id); script; script = document.getElementById(`${id}-${scripts.length}`)) scripts.push(script)
    if (!scripts.length) return parts
    parts.push({
      name: scripts[0]!.dataset['name'] ?? `recording ${index + 1}`,
      size: Math.floor(scripts.reduce((sum, script) => sum + charactersIn(script), 0) * 0.75),
      open: async () => decoded(scripts),
    })
  }
}

/** Without the text being made one string. */
const charactersIn = ({ childNodes }: HTMLElement): number => [...childNodes].reduce((sum, node) => sum + (node as Text).length, 0)

/** Characters that are decoded at once; a multiple of 4, as base64 goes. */
const PIECE = 2 ** 20

function decoded(scripts: readonly HTMLElement[]): ReadableStream<Uint8Array> {
  let next = 0
  let [text, at] = ['', 0]
  return new ReadableStream({
    pull(to) {
      while (at >= text.length) {
        const script = scripts[next++]
        if (!script) return to.close()
        ;[text, at] = [script.textContent.trim(), 0]
      }
      to.enqueue(bytesOf(atob(text.slice(at, at + PIECE))))
      at += PIECE
    },
  })
}

/** A loop takes a fortieth of the time of `Uint8Array.from`. */
function bytesOf(characters: string): Uint8Array {
  const bytes = new Uint8Array(characters.length)
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i)
  return bytes
}
