// Programs of concurrent calls, made from a seed. Each call is handed its own number and that of its true caller, so that whoever
// watches can hold what was recorded against the truth. Runs in Node and in browsers.

import type { CallEvent } from '../../packages/runtime/src/index.ts'

/** How a chain lets others go first. */
export type Wait = 'microtask' | 'microtasks' | 'thenable' | 'timer' | 'channel'

type Step =
  | { do: 'wait'; how: Wait }
  | { do: 'leaf' | 'call' | 'loose' | 'fails' | 'caughtInside' | 'cleansUp'; id: number }
  | { do: 'all'; ids: number[] }
  | { do: 'loop' | 'stream' | 'chained' | 'chainedStream'; id: number; stop: number; how: 'end' | 'break' | 'return' | 'throw' }

export interface Plan {
  /** By number of the call. */
  steps: Step[][]
  /** Calls that nobody else makes. */
  roots: number[]
}

/** A generator of numbers from 0 to below 1 (mulberry32). */
export function random(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let t = Math.imul(at ^ (at >>> 15), at | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export function makePlan(seed: number, chains: number, waits: readonly Wait[]): Plan {
  const next = random(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const plan: Plan = { steps: [[]], roots: [] }
  const call = (depth: number): number => {
    const id = plan.steps.push([]) - 1
    if (depth > 0) plan.steps[id] = Array.from({ length: below(4) }, () => step(depth - 1))
    return id
  }
  const step = (depth: number): Step => {
    const kind = below(12)
    if (kind < 3) return { do: 'wait', how: pick(waits) }
    if (kind < 4) return { do: 'leaf', id: call(0) }
    if (kind < 6) return { do: 'call', id: call(depth) }
    if (kind < 7) return { do: 'all', ids: Array.from({ length: 1 + below(3) }, () => call(depth)) }
    if (kind < 9) return { do: pick(['loose', 'fails', 'caughtInside', 'cleansUp'] as const), id: call(depth) }
    const how = pick(['end', 'break', 'return', 'throw'] as const)
    return { do: pick(['loop', 'stream', 'chained', 'chainedStream'] as const), id: call(Math.min(depth, 2)), stop: 1 + below(3), how }
  }
  for (let i = 0; i < chains; i++) plan.roots.push(call(1 + below(5)))
  return plan
}

/** What the program is handed. */
export interface World {
  plan: Plan
  wait(how: Wait): unknown
  /** Takes down what happened, in order. */
  note(text: string): void
  /** A number for a call, from 1. */
  fresh(): number
  /** Promises that nobody else waits for. */
  loose: Promise<unknown>[]
}

export const world = (plan: Plan): World & { notes: string[] } => {
  const notes: string[] = []
  let numbers = 0
  return { plan, wait, fresh: () => ++numbers, loose: [], notes, note: (text) => void notes.push(text) }
}

function wait(how: Wait): unknown {
  if (how === 'microtask') return undefined
  if (how === 'microtasks')
    return Promise.resolve()
      .then(() => undefined)
      .then(() => undefined)
  // oxlint-disable-next-line unicorn/no-thenable -- what else there is to wait for
  if (how === 'thenable') return { then: (done: () => void) => done() }
  if (how === 'timer') return new Promise((done) => setTimeout(done, 0))
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      done(undefined)
    })
    port1.start()
    port2.postMessage(0)
  })
}

/** The program: a function body that takes a `World` as `world` and gives a promise. Every function takes the number of
 * its plan, that of its caller's call and that of its own. */
export const PROGRAM = `
const { plan: { steps, roots }, wait, note, loose, fresh } = world

function leaf(id, parent, me) { note('leaf of ' + parent) }

async function call(id, parent, me) {
  note('call ' + id + ' of ' + parent)
  for (const step of steps[id]) {
    switch (step.do) {
      case 'wait': await wait(step.how); break
      case 'leaf': leaf(step.id, me, fresh()); break
      case 'call': await other(step.id, me, fresh()); break
      case 'loose': loose.push(arrow(step.id, me, fresh())); break
      case 'fails': try { await fails(step.id, me, fresh()) } catch (e) { note(e.message); leaf(0, me, fresh()) } break
      case 'caughtInside': await caughtInside(step.id, me, fresh()); break
      case 'cleansUp': note('got ' + await cleansUp(step.id, me, fresh())); break
      case 'all': {
        const all = []
        for (const one of step.ids) all.push(call(one, me, fresh()))
        await Promise.all(all)
        break
      }
      case 'loop': case 'chained': {
        const it = step.do === 'loop' ? loop(step.id, me, fresh()) : chained(step.id, me, fresh())
        let turns = 0
        if (step.how === 'end' || step.how === 'break') {
          for (const x of it) { leaf(0, me, fresh()); if (step.how === 'break' && ++turns === step.stop) break }
        } else {
          for (; turns < step.stop && !it.next().done; turns++) { leaf(0, me, fresh()); await null }
          if (step.how === 'return') note('closed ' + it.return('early').value)
          else try { it.throw(new Error('into ' + step.id)) } catch (e) { note(e.message) }
        }
        break
      }
      default: {
        const it = step.do === 'stream' ? stream(step.id, me, fresh()) : chainedStream(step.id, me, fresh())
        let turns = 0
        if (step.how === 'end' || step.how === 'break') {
          for await (const x of it) { leaf(0, me, fresh()); await null; leaf(0, me, fresh()); if (step.how === 'break' && ++turns === step.stop) break }
        } else {
          for (; turns < step.stop && !(await it.next()).done; turns++) { leaf(0, me, fresh()) }
          if (step.how === 'return') note('closed ' + (await it.return('early')).value)
          else try { await it.throw(new Error('into ' + step.id)) } catch (e) { note(e.message) }
        }
      }
    }
    leaf(0, me, fresh())
  }
  return id
}

const arrow = async (id, parent, me) => { leaf(0, me, fresh()); await call(id, me, fresh()); leaf(0, me, fresh()) }

const box = {
  async method(id, parent, me) { leaf(0, me, fresh()); const got = await call(id, me, fresh()); leaf(0, me, fresh()); return got },
}

async function other(id, parent, me) { return id % 3 ? id % 2 ? box.method(id, me, fresh()) : await call(id, me, fresh()) : arrow(id, me, fresh()) }

async function fails(id, parent, me) {
  await call(id, me, fresh())
  leaf(0, me, fresh())
  if (id % 2) throw new Error('failed ' + id)
  await Promise.reject(new Error('rejected ' + id))
}

async function caughtInside(id, parent, me) {
  try {
    await fails(id, me, fresh())
  } catch ({ message }) {
    leaf(0, me, fresh())
    await null
    leaf(0, me, fresh())
  } finally {
    leaf(0, me, fresh())
    await call(id, me, fresh())
  }
  leaf(0, me, fresh())
}

async function cleansUp(id, parent, me) {
  try {
    leaf(0, me, fresh())
    if (id % 2) return await call(id, me, fresh())
    await wait('microtask')
    return id
  } finally {
    leaf(0, me, fresh())
    await null
    leaf(0, me, fresh())
  }
}

function* loop(id, parent, me) {
  try {
    for (const step of steps[id]) { leaf(0, me, fresh()); yield step; leaf(0, me, fresh()) }
  } finally {
    leaf(0, me, fresh())
  }
}

function* chained(id, parent, me) {
  yield* loop(id, me, fresh())
  leaf(0, me, fresh())
  yield* [1, 2]
  leaf(0, me, fresh())
  yield* loop(id, me, fresh())
  return leaf(0, me, fresh())
}

async function* stream(id, parent, me) {
  try {
    for (const step of steps[id]) {
      leaf(0, me, fresh())
      await wait('microtask')
      leaf(0, me, fresh())
      yield step
      leaf(0, me, fresh())
    }
    leaf(0, me, fresh())
  } finally {
    leaf(0, me, fresh())
    await null
    leaf(0, me, fresh())
  }
}

async function* chainedStream(id, parent, me) {
  leaf(0, me, fresh())
  yield* stream(id, me, fresh())
  leaf(0, me, fresh())
  yield* [1, 2]
  leaf(0, me, fresh())
  for await (const x of stream(id, me, fresh())) { leaf(0, me, fresh()); yield x; leaf(0, me, fresh()) }
  leaf(0, me, fresh())
}

/* @spoor-ignore */ const start = async () => {
  const all = []
  for (const id of roots) all.push(call(id, 0, fresh()))
  await Promise.all(all)
  while (loose.length) await loose.pop()
}
return start()
`

/** Holds what a recorder tells against the truth that the calls carry. */
export interface Check {
  sink: { enter(call: CallEvent): void; exit(call: CallEvent): void }
  calls: number
  wrong: string[]
}

export function makeCheck(): Check {
  const numbers = new Map<number, unknown>([[0, 0]])
  const check: Check = {
    calls: 0,
    wrong: [],
    sink: {
      enter({ args, parent, seq, site }) {
        const [id, truth, me] = args as unknown[]
        numbers.set(seq, me)
        check.calls++
        const found = numbers.get(parent)
        if (found !== truth) check.wrong.push(`${site.name}(${String(id)}, ${String(truth)}, ${String(me)}): parent ${String(found)}`)
      },
      exit({ end = NaN, ran, seq, site, start, waited }) {
        const off = Math.abs(end - start - ran - waited)
        if (!(off < 1e-6 && ran >= 0 && waited >= 0)) check.wrong.push(`${site.name} #${seq}: ${end - start} = ${ran} + ${waited}?`)
      },
    },
  }
  return check
}
