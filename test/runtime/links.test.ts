import { EventEmitter } from 'node:events'
import { beforeEach, expect, test } from 'vitest'
import { renderTree, spoor } from '../../packages/runtime/src/index.ts'
import type { CallEvent } from '../../packages/runtime/src/index.ts'
import { calls, tick } from './program.ts'
import { runTraced } from './traced.ts'

beforeEach(() => spoor.clear())

const nameOf = (seq: number): string => calls().find((call) => call.seq === seq)?.site.name ?? `#${seq}`

/** `inner < parent`, and `<- creator` where there is a link. */
const story = (): string[] =>
  calls().map(({ site, parent, createdBy }) =>
    [site.name, parent && `< ${nameOf(parent)}`, createdBy && `<- ${nameOf(createdBy)}`].filter(Boolean).join(' '),
  )

test('timers, listeners and `then` are linked to the call that made their callback, which is not their parent', async () => {
  const bus = new EventEmitter()
  runTraced(
    `function checkout() {
      setTimeout(() => 1)
      bus.on('sold', function onSold() {})
      Promise.resolve().then(() => 2)
    }
    function emit() { bus.emit('sold') }
    checkout()
    emit()`,
    { bus },
  )
  await tick(5)
  expect(story()).toEqual([
    'checkout',
    'emit',
    'checkout.onSold < emit <- checkout',
    'checkout.then callback <- checkout',
    'checkout.setTimeout callback <- checkout',
  ])
})

test.each([
  ['its creator calls it', `function outer() { const f = () => 1; id(f)(); return f }; outer()`, ['outer', 'outer.f < outer']],
  [
    'its creator is above',
    `function each(f) { f() }; function outer() { each(() => 1) }; outer()`,
    ['outer', 'each < outer', 'outer.each callback < each'],
  ],
  ['it is a method', `function make() { return { m() {} } }; make().m()`, ['make', 'make.m']],
  ['it is a parameter by default', `function outer(f = () => 1) { return f }; outer()()`, ['outer', 'outer.f']],
  ['it is a field', `function outer() { return class { f = () => 1 } }; new (outer())().f()`, ['outer', 'outer.returned.f']],
  ['it is called at once', `function outer() { return (() => 1)() }; outer()`, ['outer', 'outer.iife < outer']],
  ['a module of old made it', `(function () { globalThis.f = () => 1 })(); f()`, ['iife', 'iife.globalThis.f']],
])('no link where %s', (_, code, expected) => {
  runTraced(code, { id: (f: unknown) => f })
  expect(story()).toEqual(expected)
})

test.each([
  ['returned', `function outer() { return () => 1 }; outer()()`, ['outer', 'outer.returned <- outer']],
  ['from an arrow', `const outer = () => () => 1; outer()()`, ['outer', 'outer.returned <- outer']],
  ['in an object', `function outer() { return { f: () => 1 } }; outer().f()`, ['outer', 'outer.f <- outer']],
  ['declared and handed on', `function outer() { function f() {} return id(f) }; outer()()`, ['outer', 'outer.f <- outer']],
  ['named and handed on', `function outer() { const f = () => {}; return id(f) }; outer()()`, ['outer', 'outer.f <- outer']],
  [
    'from a method of a class in a function',
    `function outer() { return new (class A { m() { return () => 1 } })() }; outer().m()()`,
    ['outer', 'outer.A.m', 'outer.A.m.returned <- outer.A.m'],
  ],
  [
    'before super() was called',
    `class A { constructor(f) { this.f = f } }; class B extends A { constructor() { super(() => 1) } }; new B().f()`,
    ['B.constructor', 'A.constructor < B.constructor', 'B.constructor.super callback <- B.constructor'],
  ],
  ['two levels down', `function a() { return () => () => 1 }; a()()()`, ['a', 'a.returned <- a', 'a.returned.returned <- a.returned']],
  [
    'by a generator that is suspended',
    `function* g() { yield () => 1 }; const i = g(); const f = i.next().value; f(); i.next(); f()`,
    ['g', 'g.anonymous <- g', 'g.anonymous <- g'],
  ],
])('a link, %s', (_, code, expected) => {
  runTraced(code, { id: (f: unknown) => f })
  expect(story()).toEqual(expected)
})

test('through a function that is left alone, to the nearest one around', () => {
  const make = runTraced(
    `function outer() { const plain = function () { return id(() => 1) }; return plain }; return outer()`,
    { id: (f: unknown) => f },
    { include: ['**', '!**#outer.plain'] },
  ) as () => () => number
  make()()
  expect(story()).toEqual(['outer', 'outer.plain.id callback <- outer'])
})

test('an async creator is one while it waits', async () => {
  await runTraced(
    `async function outer() {
      const done = new Promise((ready) => setTimeout(() => ready(inner())))
      await done
    }
    function inner() {}
    return outer()`,
  )
  expect(story().filter((line) => line.startsWith('outer.Promise callback.'))).toEqual([
    'outer.Promise callback.setTimeout callback <- outer.Promise callback',
  ])
  spoor.clear()
  await runTraced(
    `async function outer() { let go; const done = new Promise(/* @spoor-ignore */ (ready) => { go = ready }); later(() => go()); await done }; return outer()`,
    {
      later: (f: () => void) => setTimeout(f),
    },
  )
  expect(story()).toEqual(['outer', 'outer.later callback <- outer'])
})

test('a creator that has fallen out of the ring: still running, or not', () => {
  spoor.configure({ capacity: 4 })
  const kept: (() => void)[] = []
  runTraced(
    `function leaf() {}
    function busy() { for (let i = 0; i < 9; i++) leaf() }
    function outer() { const f = () => 1; keep(f); busy(); kept[0]() }
    outer()
    busy()
    kept[0]()`,
    { kept, keep: (f: () => void) => kept.push(f) },
  )
  const last = calls().at(-1) as CallEvent
  expect([last.site.name, last.createdBy > 0, calls().some(({ seq }) => seq === last.createdBy)]).toEqual(['outer.f', true, false])
  spoor.configure({ capacity: 16384 })
  const linked = spoor.events().filter((event) => event.type === 'call' && event.site.name === 'outer.f')
  expect(linked).toHaveLength(1)
})

test('text of a function, run where the number of its creator is not in scope', () => {
  expect(
    runTraced(`function outer() { return () => 7 }
      return eval('(' + outer().toString() + ')')() + new Function('return ' + outer().toString())()()`),
  ).toBe(14)
})

test('what a compiler takes along or sends elsewhere holds on to nothing of ours', () => {
  const texts = runTraced(
    `function outer() {
      const send = async () => { 'use server'; return () => 1 }
      const run = $(() => 1)
      const hold = id(() => 1)
      return [send, run, hold].map(String)
    }
    return outer()`,
    { $: (f: unknown) => f, id: (f: unknown) => f },
  ) as string[]
  expect(texts.map((text) => /_\$p\w+n\b/.test(text))).toEqual([false, false, true])
})

test('a link stays what it was when the recorder has long used the object of that call for others', () => {
  const held = runTraced(`function outer() { return () => 1 }; return outer()`) as () => number
  const [before] = calls()
  spoor.clear()
  for (let i = 0; i < 40_000; i++) held()
  expect(calls().at(-1)).toMatchObject({ createdBy: before?.seq, parent: 0 })
})

test('the tree shows whence a call comes', () => {
  runTraced(`function checkout() { return () => 1 }; const f = checkout(); f()`)
  const [checkout, callback] = calls().map((call) => ({ ...call, start: 0, end: 1, site: { ...call.site, file: 'a.js' } })) as [
    CallEvent,
    CallEvent,
  ]
  expect(renderTree([checkout, callback]).split('\n')[1]).toContain(`checkout.returned() → 1  ↩ created in checkout (#${checkout.seq})`)
  expect(renderTree([callback, { ...callback, seq: 90 }])).toContain(`checkout.returned() ×2 → 1  ↩ created in (#${checkout.seq})`)
  expect(renderTree([callback, { ...callback, seq: 90, createdBy: 0 }])).not.toContain('↩')
})
