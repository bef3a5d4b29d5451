import { createContext, Script } from 'node:vm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { runtimeScript } from '../debugger/page.ts'

/** Leans on syntax alone, but for what makes values to look at; those come first. */
const PROGRAM = `
function keeps(value, { password, list } = {}) { return [value, password, list] }
const later = (n) => async (value) => { await null; return [n, value] }
function* gives(n) { try { yield n; throw thrown } catch ({ message }) { yield message } finally { keeps(n) } }
async function* streams(n) { yield n; await null; yield* [n] }
function throws(error) { throw error }
function breaks() { return null.none }
class Shape { constructor(side) { this.side = side } get area() { return this.side } grow() { return new Shape(this.side) } }
async function rejects(n) { await null; breaks() }
function library(f) { try { f() } catch {} }
async function main(values, log) {
  let at = 0
  for (let i = 0; i < values.length; i++) log[at++] = keeps(values[i], { password: 'p', apiToken: 't', list: values[i] }).length
  const gen = gives(1)
  log[at++] = gen.next().value
  log[at++] = gen.next().value
  gen.return(2)
  try { throws(thrown) } catch (e) { log[at++] = e === thrown }
  try { breaks() } catch (e) { log[at++] = e.message }
  library(breaks)
  log[at++] = new Shape(2).grow().area
  const first = later(1)
  const second = first(2)
  try { await rejects(3) } catch (e) { log[at++] = e.message }
  log[at++] = (await second)[1]
  const stream = streams(4)
  for (let step; !(step = await stream.next()).done;) log[at++] = step.value
  return log
}`

const SETUP = `
const thrown = new Error('thrown', { cause: { a: 1 } })
const values = [1, 'x', -0, 5n, Symbol('s'), undefined, null, { a: { b: { c: { d: 1 } } }, get x() { return 1 }, token: 1, 'x-y z': 2 },
  [1, , [2]], new Map([['k', new Set([1])], [{}, 2]]), new Date(0), /a/g, new TypeError('e'), new Uint8Array(3), () => 1, class A {},
  Promise.resolve(1), new WeakMap(), (function* () {})(), 'l'.repeat(9999), Object.create(null), new Proxy({ a: 1 }, {})]
const { apply, defineProperty, deleteProperty } = Reflect
const holders = { globalThis }
for (const name of ['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'BigInt', 'Math', 'JSON', 'Reflect', 'Promise', 'Map',
  'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'RegExp', 'Date', 'Error', 'TypeError', 'Uint8Array', 'performance']) {
  holders[name] = globalThis[name]
  if (globalThis[name].prototype) holders[name + '.prototype'] = globalThis[name].prototype
}
const parent = Object.getPrototypeOf
for (const [name, one] of Object.entries({ array: [][Symbol.iterator](), map: new Map().entries(), set: new Set().entries(), regexp: ''.matchAll(/./g) }))
  holders[name + ' iterator'] = parent(one)
holders['iterators'] = parent(holders['array iterator'])
holders['typed arrays'] = parent(Uint8Array.prototype)
const all = []
for (const [name, holder] of Object.entries(holders))
  for (const key of Reflect.ownKeys(holder)) {
    const { configurable, value, get } = Reflect.getOwnPropertyDescriptor(holder, key)
    if (configurable && (typeof value === 'function' || get) && !/^(?:runtime|alter|begin|main|keeps|gives|streams|throws|breaks|rejects|library)$/.test(String(key))) all.push({ name: name + '.' + String(key), holder, key })
  }
let calls = 0
let before = 0
/** Takes a built-in away or puts one that counts in its place. Gives what puts it back. */
function alter(wanted, way) {
  let at = 0
  while (all[at].name !== wanted) at++
  const { holder, key } = all[at]
  const before = Reflect.getOwnPropertyDescriptor(holder, key)
  const counting = (of) => of && new Proxy(of, { apply(f, self, args) { calls++; return apply(f, self, args) }, construct(f, args, target) { calls++; return Reflect.construct(f, args, target) } })
  if (way === 'deleted') deleteProperty(holder, key)
  else if (before.get) defineProperty(holder, key, { ...before, get: counting(before.get) })
  else defineProperty(holder, key, { ...before, value: counting(before.value) })
  return () => defineProperty(holder, key, before)
}`

let scripts: Record<'setup' | 'runtime' | 'bare' | 'traced' | 'lateBare' | 'lateTraced', Script>

// The runner's own calls built-ins when it is asked for an error's stack.
const { prepareStackTrace } = Error
afterAll(() => void (Error.prepareStackTrace = prepareStackTrace))

beforeAll(async () => {
  Reflect.deleteProperty(Error, 'prepareStackTrace')
  const { code } = transform(PROGRAM, 'src/program.js', { sourceType: 'script', runtime: false })!
  const late = 'function loadedLater() { return 1 } loadedLater()'
  const { code: lateTraced } = transform(late, 'src/late.js', { sourceType: 'script', runtime: false })!
  scripts = {
    setup: new Script(SETUP),
    runtime: new Script(await runtimeScript()),
    bare: new Script(PROGRAM),
    traced: new Script(code),
    lateBare: new Script(late),
    lateTraced: new Script(lateTraced),
  }
})

type Way = 'deleted' | 'counted'

interface Outcome {
  log: unknown
  failed: unknown
  calls: number
  /** Functions and outcomes that were recorded. */
  told: string[]
}

/** Runs the program in a realm of its own, in which one built-in is altered once everything is loaded. */
async function run(which: 'bare' | 'traced', name: string, way: Way): Promise<Outcome> {
  const context = createContext({ console: {}, performance: { now: () => 0 }, structuredClone, setTimeout })
  for (const script of [scripts.runtime, scripts[which], scripts.setup]) script.runInContext(context)
  const evaluate = (text: string): any => new Script(text).runInContext(context)
  const outcome: Outcome = { log: undefined, failed: undefined, calls: 0, told: [] }
  const restore = name ? evaluate(`alter(${JSON.stringify(name)}, '${way}')`) : () => {}
  Object.assign(context, { ended: (log: unknown) => (outcome.log = log), failed: (error: unknown) => (outcome.failed = error) })
  evaluate(`(async () => { try { ended(await main(values, [])) } catch (e) { failed(e) } })()`)
  await new Promise((resolve) => setTimeout(resolve))
  evaluate('before = calls')
  try {
    ;(which === 'bare' ? scripts.lateBare : scripts.lateTraced).runInContext(context)
  } catch (error) {
    outcome.failed = error
  }
  restore()
  // What a file that comes later is registered with is not counted.
  outcome.calls = evaluate('before')
  outcome.log = JSON.stringify(outcome.log)
  outcome.failed = outcome.failed && String(outcome.failed)
  outcome.told = JSON.parse(
    evaluate(
      `JSON.stringify(runtime.spoor.events().filter((e) => e.site.name !== 'loadedLater').map((e) => [e.site.name, e.outcome, e.args?.length, e.error?.message ?? '?'].join(' ')))`,
    ),
  )
  return outcome
}

/** Names of all built-ins. */
const builtIns = (): string[] => {
  const context = createContext({ console: {}, performance: { now: () => 0 }, structuredClone, setTimeout })
  scripts.setup.runInContext(context)
  return new Script('all.map(({ name }) => name)').runInContext(context)
}

test.each(['deleted', 'counted'] as const)(
  'any built-in %s once the program is loaded: it runs the same, and as much is recorded',
  async (way) => {
    const names = builtIns()
    expect(names.length).toBeGreaterThan(300)
    const { told } = await run('traced', '', way)
    expect(told.length).toBeGreaterThan(30)
    const wrong: unknown[] = []
    for (const name of names) {
      const [bare, traced] = [await run('bare', name, way), await run('traced', name, way)]
      const { told: after, ...rest } = traced
      const { told: _, ...before } = bare
      if (JSON.stringify(rest) !== JSON.stringify(before)) wrong.push([name, before, rest])
      // By its constructor's name it is known what a value is.
      else if (before.failed === undefined && name !== 'Error.prototype.constructor' && JSON.stringify(after) !== JSON.stringify(told))
        wrong.push([name, after])
    }
    expect(wrong).toEqual([])
  },
)
