import { computed, signal } from '@preact/signals'
import type { ReadonlySignal, Signal } from '@preact/signals'
import type { Ref, Scope } from '../questions.ts'
import { overview } from './engine.ts'
import { keptIn } from './selection.ts'

/** The views in the order of their tabs and keys. */
export const VIEWS = ['timeline', 'tree', 'functions', 'requests', 'errors', 'search', 'compare'] as const

export type ViewName = (typeof VIEWS)[number] | 'function'

/**
 * What the address says behind `#`: the view, what it shows, and which part of the recording is meant. All of it is in the address, so
 * that reload, back and a copied link give the same.
 */
export interface Route {
  view: ViewName
  /** Of `#/function/<id>`: `file#name`. */
  id?: string
  /** Of the tree: the event that it begins with. */
  root?: Ref
  /** Of the search: the text. */
  q?: string
  /** Selectors and words, as typed. */
  filter?: string
  /** Ids of the streams that are not shown: new ones are. */
  hidden?: string[]
  /** Milliseconds since the recording's begin. */
  from?: number
  to?: number
  /** The event that is selected. */
  sel?: Ref
  /** Of the timeline: the part that is shown, as `timeline/address.ts` says it. */
  zoom?: string
}

/** `#/tree?root=12&filter=src/**` -> its parts; what is no view is the timeline. */
function parseRoute(hash: string): Route {
  const [path, query = ''] = split(hash.replace(/^#\/?/, ''), '?')
  const [name, id] = split(path, '/')
  const params = new URLSearchParams(query)
  const route: Route = { view: isView(name) ? name : 'timeline' }
  if (route.view === 'function') route.id = decode(id ?? '')
  const root = number(params.get('root'))
  if (root !== undefined) route.root = root
  const sel = number(params.get('sel'))
  if (sel !== undefined) route.sel = sel
  for (const key of ['q', 'filter', 'zoom'] as const) {
    const text = params.get(key)
    if (text) route[key] = text
  }
  const hidden = params.get('hide')
  if (hidden) route.hidden = hidden.split(',')
  const from = number(params.get('from'))
  const to = number(params.get('to'))
  if (from !== undefined && to !== undefined && from < to) Object.assign(route, { from, to })
  return route
}

/** The other way round. */
function printRoute(route: Route): string {
  const params = new URLSearchParams()
  if (route.root !== undefined) params.set('root', String(route.root))
  if (route.q) params.set('q', route.q)
  if (route.filter) params.set('filter', route.filter)
  if (route.hidden?.length) params.set('hide', route.hidden.join(','))
  if (route.from !== undefined && route.to !== undefined) {
    params.set('from', String(round(route.from)))
    params.set('to', String(round(route.to)))
  }
  if (route.sel !== undefined) params.set('sel', String(route.sel))
  if (route.zoom) params.set('zoom', route.zoom)
  const query = params.toString()
  return `#/${route.view}${route.view === 'function' ? `/${encodeURIComponent(wellFormed(route.id ?? ''))}` : ''}${query && `?${query}`}`
}

/** Half a character cannot be written in an address. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd')
}

export const route: Signal<Route> = signal(parseRoute(location.hash))

addEventListener('hashchange', () => (route.value = parseRoute(location.hash)))

/** The indices of the streams that are shown, where some are hidden: a text, that it stays the same as the recording grows. */
const shown: ReadonlySignal<string | undefined> = computed(() => {
  const { hidden } = route.value
  const streams = hidden?.length ? overview.value?.streams : undefined
  return streams && JSON.stringify(streams.filter((stream) => !hidden!.includes(stream.id)).map((stream) => stream.index))
})

/** Filter and time of the route: a text as well, for the same reason. */
const meant: ReadonlySignal<string> = computed(() => {
  const { filter, from, to } = route.value
  return JSON.stringify({ ...(filter && { filter }), ...(from !== undefined && to !== undefined && { from, to }) })
})

/** What every question about the recording as it is shown is asked with: streams, filter and time of the route. */
export const scope: ReadonlySignal<Scope> = computed(() => {
  const scope = JSON.parse(meant.value) as Scope
  if (shown.value) scope.streams = JSON.parse(shown.value) as number[]
  return scope
})

/** The address of a view of the part that is meant at present: for links. */
export function hrefOf(view: ViewName, more: Pick<Route, 'id' | 'root' | 'q'> = {}): string {
  const { filter, hidden, from, to, zoom } = route.value
  return printRoute(defined({ view, filter, hidden, from, to, zoom, sel: keptIn(view), ...more }))
}

/** Goes there; back leads to where one was. */
export function go(view: ViewName, more: Pick<Route, 'id' | 'root' | 'q'> = {}): void {
  location.hash = hrefOf(view, more)
  // Not only when the browser says so: what changes it next builds on it.
  route.value = parseRoute(location.hash)
}

/** Changes what is meant without leaving the view. @param isStep whether back leads to what was meant before */
export function change(part: { [K in keyof Route]?: Route[K] | undefined }, isStep = false): void {
  const next = defined({ ...route.peek(), ...part })
  if (isStep) history.pushState(null, '', printRoute(next))
  else history.replaceState(null, '', printRoute(next))
  route.value = next
}

/** Shows or hides a stream. */
export function toggleStream(id: string): void {
  const hidden = route.peek().hidden ?? []
  change({ hidden: hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id] }, true)
}

// Declared, for the address is read while this file is being loaded.
function isView(name: string): name is ViewName {
  return name === 'function' || (VIEWS as readonly string[]).includes(name)
}

const defined = (route: { [K in keyof Route]?: Route[K] | undefined }): Route =>
  Object.fromEntries(Object.entries(route).filter(([, value]) => value !== undefined && value !== '')) as unknown as Route

const round = (time: number): number => Math.round(time * 1e6) / 1e6

function number(text: string | null): number | undefined {
  const value = text ? Number(text) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

/** At the first of that character only. */
function split(text: string, at: string): [string, string | undefined] {
  const index = text.indexOf(at)
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)]
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
