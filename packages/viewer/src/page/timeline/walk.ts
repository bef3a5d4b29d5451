import { engine } from '../engine.ts'
import type { Ref, Row } from '../../questions.ts'
import { scope } from '../routes.ts'
import { select, selected } from '../selection.ts'
import type { Chart } from './chart.ts'
import { match } from './matches.ts'
import { around, lengthOf, pan, reveal, zoom } from './span.ts'
import { bounds, follow, fold, foldAll, isLive, look, view } from './view.ts'

/** Share of the view that a key moves by, and that it zooms by. */
const STEP = 0.2
const NEARER = 0.7

/** Keys of the chart. @returns what ends it */
export function listenToChartKeys(chart: Chart): () => void {
  const stop = new AbortController()
  const hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || !isFree(event)) return
    const does = actionOf(event.key, chart)
    if (!does) return
    event.preventDefault()
    does()
  }
  addEventListener('keydown', hear, { signal: stop.signal })
  return () => stop.abort()
}

/** Fields, links and other panes keep their keys; the timeline's buttons those that press them. */
function isFree({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.matches('.timeline button')) return key !== 'Enter' && key !== ' '
  return target === document.body || target.id === 'main' || target.matches('.timeline canvas, .minimap')
}

function actionOf(key: string, chart: Chart): (() => void) | undefined {
  // Another recording may be opened before this one has answered.
  const step = (where: Direction): void => void walk(chart, where).catch(() => undefined)
  const moves: Record<string, () => void> = {
    w: () => nearer(NEARER),
    '+': () => nearer(NEARER),
    '=': () => nearer(NEARER),
    s: () => nearer(1 / NEARER),
    '-': () => nearer(1 / NEARER),
    a: () => sideways(-STEP),
    d: () => sideways(STEP),
    f: () => fitSelected(chart),
    Enter: () => fitSelected(chart),
    '0': () => look(bounds.peek(), true),
    l: () => isLive.peek() && follow(),
    c: () => foldSelected(chart),
    C: () => foldAll(chart.layout.peek().sections.map(({ stream }) => stream)),
    r: () => step('request'),
    R: () => step('request before'),
    n: () => step('match'),
    N: () => step('match before'),
    ArrowUp: () => step('up'),
    ArrowDown: () => step('down'),
    ArrowLeft: () => (selected.peek() === undefined ? sideways(-STEP) : step('left')),
    ArrowRight: () => (selected.peek() === undefined ? sideways(STEP) : step('right')),
  }
  return Object.hasOwn(moves, key) ? moves[key] : undefined
}

/** In the middle of what is seen. */
export const nearer = (factor: number): void =>
  look(zoom(view.peek(), (view.peek().from + view.peek().to) / 2, factor, bounds.peek()), true)

const sideways = (share: number): void => look(pan(view.peek(), share * lengthOf(view.peek()), bounds.peek()), true)

export function fitSelected(chart: Chart): void {
  const found = chart.find(selected.peek())
  look(found ? around(found, bounds.peek()) : bounds.peek(), true)
}

function foldSelected(chart: Chart): void {
  const found = chart.find(selected.peek())
  if (found) fold(found.stream)
}

/** Selects the caller, the first callee, or the one before or behind; with nothing selected the first that is seen. */
async function walk(chart: Chart, where: Direction): Promise<void> {
  const ref = selected.peek()
  const isAlong = where === 'up' || where === 'down' || where === 'left' || where === 'right'
  const next = ref === undefined && isAlong ? chart.first()?.ref : await from(chart, ref, where)
  if (next === undefined) return
  select(next)
  await show(chart, next)
}

type Direction = 'up' | 'down' | 'left' | 'right' | 'request' | 'request before' | 'match' | 'match before'

function from(chart: Chart, ref: Ref | undefined, where: Direction): Promise<Ref | undefined> {
  if (where === 'request' || where === 'request before') return request(chart, ref, where === 'request' ? 1 : -1)
  if (where === 'match' || where === 'match before') return match(chart, ref, where === 'match' ? 1 : -1)
  if (where === 'up') return caller(ref!)
  return where === 'down' ? callee(ref!) : beside(chart, ref!, where)
}

/** The next request, or the one before, of any stream that is open; one of those that are seen where nothing is selected. */
async function request(chart: Chart, ref: Ref | undefined, direction: 1 | -1): Promise<Ref | undefined> {
  const all = chart.requests()
  const found = chart.find(ref)
  const at = found ? found.from : direction > 0 ? view.peek().from : view.peek().to
  const place = all.findIndex((one) => one.ref === ref)
  const near =
    place >= 0 ? all[place + direction] : direction > 0 ? all.find(({ from }) => from >= at) : all.findLast(({ from }) => from <= at)
  return near ? near.ref : farRequest(at, direction)
}

/** What begins after a time, or before it, beyond what is drawn. */
async function farRequest(time: number, direction: 1 | -1): Promise<Ref | undefined> {
  const asked = engine.peek()!
  if (direction > 0) {
    const { rows } = await asked.ask('requests', { ...scope.peek(), from: time, to: Number.MAX_VALUE, offset: 0, limit: 50 })
    return rows.find(({ at }) => at > time)?.ref
  }
  const before = { ...scope.peek(), from: 0, to: time, limit: 2 }
  const { total } = await asked.ask('requests', { ...before, offset: 0, limit: 0 })
  const { rows } = await asked.ask('requests', { ...before, offset: Math.max(0, total - 2) })
  return rows.findLast(({ at }) => at < time)?.ref
}

/** The one that is drawn beside it, or, where that is not drawn at present, what its caller called before or after it. */
async function beside(chart: Chart, ref: Ref, where: 'left' | 'right'): Promise<Ref | undefined> {
  const found = chart.find(ref)
  const drawn = found && chart.rowsOf(found.stream)?.beside(found, where === 'left' ? -1 : 1)
  return drawn ? drawn.ref : where === 'left' ? before(ref) : after(ref)
}

async function after(ref: Ref): Promise<Ref | undefined> {
  const { row, of } = await placeOf(ref)
  const from = row.at + (row.duration ?? 0)
  const query = { of, streams: [row.stream], from, to: Number.MAX_VALUE }
  const { rows } = await engine.peek()!.ask('children', { ...query, offset: 0, limit: 3 })
  return rows.find((other) => other.ref !== ref && other.at >= from)?.ref
}

async function before(ref: Ref): Promise<Ref | undefined> {
  const { row, of } = await placeOf(ref)
  const query = { of, streams: [row.stream], from: 0, to: row.at }
  const { total } = await engine.peek()!.ask('children', { ...query, offset: 0, limit: 0 })
  const { rows } = await engine.peek()!.ask('children', { ...query, offset: Math.max(0, total - 3), limit: 3 })
  return rows.findLast((other) => other.ref !== ref && other.at < row.at)?.ref
}

/** The event, and what it began in: `null` at the top. */
async function placeOf(ref: Ref): Promise<{ row: Row; of: Ref | null }> {
  const { rows } = await engine.peek()!.ask('path', { ref })
  return { row: rows.at(-1)!, of: rows.at(-2)?.ref ?? null }
}

async function caller(ref: Ref): Promise<Ref | undefined> {
  const { rows } = await engine.peek()!.ask('path', { ref })
  return rows.at(-2)?.ref
}

async function callee(of: Ref): Promise<Ref | undefined> {
  const { rows } = await engine.peek()!.ask('children', { of, offset: 0, limit: 1 })
  return rows[0]?.ref
}

/** Moves the view, as little as possible, so that the event is in it. */
export async function show(chart: Chart, ref: Ref): Promise<void> {
  const { rows } = await engine.peek()!.ask('path', { ref })
  const row = rows.at(-1)
  if (!row || selected.peek() !== ref) return
  const to = row.at + (row.duration ?? bounds.peek().to - row.at)
  const next = reveal(view.peek(), { from: row.at, to }, bounds.peek())
  if (next !== view.peek()) look(next, true)
  chart.scrollTo(ref)
}
