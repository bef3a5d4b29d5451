/**
 * Programs that throw, and what every call ended with. `main` is called and awaited; functions marked `@spoor-ignore` stand for code that
 * is not traced: libraries, frameworks.
 */
export interface ThrownProgram {
  what: string
  code: string
  /** Name of each call in the order of their beginnings, and behind `!` what it threw. */
  calls: string[]
  /** Those of which the default form cannot know what they threw: nobody traced threw, caught or reported it. */
  unknown?: string[]
}

export const PROGRAMS: ThrownProgram[] = [
  {
    what: 'down to a catch',
    code: `function c() { throw new Error('x') }
function b() { c() }
function main() { try { b() } catch (e) { return e.message } }`,
    calls: ['main', 'b !Error: x', 'c !Error: x'],
  },
  {
    what: 'by the engine, down to a catch',
    code: `function c() { return null.x }
function b() { return c() + 1 }
function main() { try { b() } catch (e) { return e.message } }`,
    calls: [
      'main',
      "b !TypeError: Cannot read properties of null (reading 'x')",
      "c !TypeError: Cannot read properties of null (reading 'x')",
    ],
  },
  {
    what: 'across awaits',
    code: `async function c() { await null; throw new Error('x') }
async function b() { await c() }
async function main() { try { await b() } catch (e) { return e.message } }`,
    calls: ['main', 'b !Error: x', 'c !Error: x'],
  },
  {
    what: 'by the engine, across awaits, with another call in between',
    code: `async function other() { await null; await null; await null }
async function c() { await null; return null.x }
async function b() { return await c() }
async function main() { const o = other(); try { await b() } catch (e) { await o } }`,
    calls: [
      'main',
      'other',
      "b !TypeError: Cannot read properties of null (reading 'x')",
      "c !TypeError: Cannot read properties of null (reading 'x')",
    ],
  },
  {
    what: 'a promise handed on without an await',
    code: `async function c() { await null; throw new Error('x') }
function b() { return c() }
async function main() { try { await b() } catch (e) {} }`,
    calls: ['main', 'b', 'c !Error: x'],
  },
  {
    what: 'two at once: one is caught, the other lost',
    code: `async function slow() { await null; await null; throw new Error('slow') }
async function fast() { await null; throw new Error('fast') }
async function main() { try { await Promise.all([slow(), fast()]) } catch (e) {} await null; await null }`,
    calls: ['main', 'slow !Error: slow', 'fast !Error: fast'],
  },
  {
    what: 'two at once by the engine, each caught by its own caller',
    code: `async function f(o) { await null; return o.x }
async function g(o) { await null; return o.y }
async function one() { try { await f(null) } catch (e) {} }
async function two() { try { await g(undefined) } catch (e) {} }
async function main() { await Promise.all([one(), two()]) }`,
    calls: [
      'main',
      'one',
      "f !TypeError: Cannot read properties of null (reading 'x')",
      'two',
      "g !TypeError: Cannot read properties of undefined (reading 'y')",
    ],
  },
  {
    what: 'out of a generator',
    code: `function* g() { yield 1; throw new Error('x') }
function use() { for (const n of g()) n }
function main() { try { use() } catch (e) {} }`,
    calls: ['main', 'use !Error: x', 'g !Error: x'],
  },
  {
    what: 'out of an async generator, through for await',
    code: `async function* g() { yield 1; await null; throw new Error('x') }
async function use() { for await (const n of g()) n }
async function main() { try { await use() } catch (e) {} }`,
    calls: ['main', 'use !Error: x', 'g !Error: x'],
  },
  {
    what: 'into a generator that does not catch it',
    code: `function* g() { yield 1 }
function main() { const it = g(); it.next(); try { it.throw(new Error('in')) } catch (e) {} }`,
    // It may as well have been closed.
    calls: ['main', 'g !Error: in'],
    unknown: ['g closed'],
  },
  {
    what: 'through built-ins',
    code: `function main() {
  const seen = []
  const tries = [
    () => [1].map((n) => n.none.x),
    () => [2, 1].sort((a, b) => { throw new Error('sort') }),
    () => JSON.parse('{"a":1}', (k, v) => { throw new Error('reviver') }),
    () => String({ toString() { throw new Error('coerced') } }),
    () => new Proxy({}, { get(t, k) { throw new Error('trap') } }).x,
    () => Reflect.construct(class A { constructor() { throw new Error('made') } }, []),
  ]
  for (const one of tries) try { one() } catch (e) { seen.push(e.message) }
  return seen.length
}`,
    calls: [
      'main',
      "main.anonymous !TypeError: Cannot read properties of undefined (reading 'x')",
      "main.anonymous.map callback !TypeError: Cannot read properties of undefined (reading 'x')",
      'main.anonymous~2 !Error: sort',
      'main.anonymous~2.sort callback !Error: sort',
      'main.anonymous~3 !Error: reviver',
      'main.anonymous~3.parse callback !Error: reviver',
      'main.anonymous~4 !Error: coerced',
      'main.anonymous~4.String.toString !Error: coerced',
      'main.anonymous~5 !Error: trap',
      'main.anonymous~5.Proxy.get !Error: trap',
      'main.anonymous~6 !Error: made',
      'main.anonymous~6.A.constructor !Error: made',
    ],
  },
  {
    what: 'into a promise by its executor, and by then',
    code: `async function main() {
  const first = new Promise(function make() { throw new Error('executor') })
  try { await first } catch (e) {}
  try { await Promise.resolve(1).then(function next() { throw new Error('then') }) } catch (e) {}
}`,
    calls: ['main', 'main.make !Error: executor', 'main.next !Error: then'],
  },
  {
    what: 'thrown again',
    code: `function c() { throw new Error('x') }
function b() { try { c() } catch (e) { throw e } }
function main() { try { b() } catch (e) {} }`,
    calls: ['main', 'b !Error: x', 'c !Error: x'],
  },
  {
    what: 'wrapped in another',
    code: `function c() { throw new Error('inner') }
function b() { try { c() } catch (cause) { throw new Error('outer', { cause }) } }
function main() { try { b() } catch (e) {} }`,
    calls: ['main', 'b !Error: outer', 'c !Error: inner'],
  },
  {
    what: 'swallowed in the middle, and another thrown',
    code: `function c() { throw new Error('first') }
function b() { try { c() } catch (e) {} throw new Error('second') }
function main() { try { b() } catch (e) {} }`,
    calls: ['main', 'b !Error: second', 'c !Error: first'],
  },
  {
    what: 'another thrown in a finally',
    code: `function c() { throw new Error('first') }
function b() { try { c() } finally { throw new Error('second') } }
function main() { try { b() } catch (e) {} }`,
    calls: ['main', 'b !Error: second', 'c !Error: first'],
  },
  {
    what: 'another by the engine in a finally',
    code: `function c() { throw new Error('first') }
function b() { try { c() } finally { null.x } }
function main() { try { b() } catch (e) {} }`,
    calls: ['main', "b !TypeError: Cannot read properties of null (reading 'x')", 'c !Error: first'],
  },
  {
    what: 'left behind by a return, a break and a continue in a finally',
    code: `function c() { throw new Error('x') }
function returns() { try { c() } finally { return 1 } }
function breaks() { for (;;) { try { c() } finally { break } } }
function continues() { for (let i = 0; i < 1; i++) { try { c() } finally { continue } } }
function main() { returns(); breaks(); continues() }`,
    calls: ['main', 'returns', 'c !Error: x', 'breaks', 'c !Error: x', 'continues', 'c !Error: x'],
  },
  {
    what: 'primitives that are the same',
    code: `function b() { throw 1 }
function c() { throw 1 }
function main() { try { b() } catch (e) {} try { c() } catch (e) {} }`,
    calls: ['main', 'b !1', 'c !1'],
  },
  {
    what: 'primitives that are the same, by code that is not traced',
    code: `/* @spoor-ignore */ function lib(n) { throw n }
function b() { lib(1) }
function c() { lib(1) }
function main() { try { b() } catch (e) {} try { c() } catch (e) {} }`,
    calls: ['main', 'b !1', 'c !1'],
  },
  {
    what: 'nothing, NaN and hostile objects',
    code: `function u() { throw undefined }
function n() { throw null }
function m() { throw NaN }
function h() { throw { toString() { throw 0 }, get message() { throw 0 } } }
function main() { for (const f of [u, n, m, h]) try { f() } catch (e) {} }`,
    calls: ['main', 'u !{"k":"undefined"}', 'n !null', 'm !{"k":"number","v":"NaN"}', 'h !{"k":"object",…}'],
  },
  {
    what: 'one error object thrown twice',
    code: `const error = new Error('same')
function b() { throw error }
function c() { throw error }
function main() { try { b() } catch (e) {} try { c() } catch (e) {} }`,
    calls: ['main', 'b !Error: same', 'c !Error: same'],
  },
  {
    what: 'swallowed by code that is not traced',
    code: `/* @spoor-ignore */ function swallow(f) { try { f() } catch {} }
function bad() { null.x }
function main() { swallow(bad) }`,
    calls: ['main', "bad !TypeError: Cannot read properties of null (reading 'x')"],
    unknown: ['bad !?'],
  },
  {
    what: 'swallowed by code that is not traced, before another is caught',
    code: `/* @spoor-ignore */ function swallow(f) { try { f() } catch {} }
function bad() { null.x }
function worse() { throw new Error('other') }
function main() { swallow(bad); try { worse() } catch (e) {} }`,
    calls: ['main', "bad !TypeError: Cannot read properties of null (reading 'x')", 'worse !Error: other'],
    unknown: ['bad !?'],
  },
  {
    what: 'swallowed by code that is not traced, before another of the engine is caught',
    code: `/* @spoor-ignore */ function swallow(f) { try { f() } catch {} }
function bad() { null.x }
function worse() { undefined.y }
function main() { try { swallow(bad); worse() } catch (e) {} }`,
    calls: [
      'main',
      "bad !TypeError: Cannot read properties of null (reading 'x')",
      "worse !TypeError: Cannot read properties of undefined (reading 'y')",
    ],
    unknown: ['bad !?'],
  },
  {
    what: 'swallowed by code that is not traced, which throws another itself',
    code: `/* @spoor-ignore */ function wrap(f) { try { f() } catch { throw new Error('wrapped') } }
function bad() { null.x }
function main() { try { wrap(bad) } catch (e) {} }`,
    calls: ['main', "bad !TypeError: Cannot read properties of null (reading 'x')"],
    unknown: ['bad !?'],
  },
  {
    what: 'caught without a name',
    code: `function bad() { null.x }
function b() { bad() }
function main() { try { b() } catch {} }`,
    calls: [
      'main',
      "b !TypeError: Cannot read properties of null (reading 'x')",
      "bad !TypeError: Cannot read properties of null (reading 'x')",
    ],
    unknown: ['b !?', 'bad !?'],
  },
  {
    what: 'handed to somebody by code that is not traced',
    code: `/* @spoor-ignore */ function framework(f, onError) { try { f() } catch (e) { onError(e) } }
function bad() { null.x }
function b() { bad() }
function report(error) {}
function main() { framework(b, report) }`,
    calls: [
      'main',
      "b !TypeError: Cannot read properties of null (reading 'x')",
      "bad !TypeError: Cannot read properties of null (reading 'x')",
      'report',
    ],
  },
  {
    what: 'in constructors, accessors, fields and static blocks',
    code: `class A { constructor() { throw new Error('base') } }
class B extends A { constructor() { super() } }
class C { get x() { throw new Error('get') } set x(v) { throw new Error('set') } }
class D { field = this.fail(); fail() { throw new Error('field') } }
function main() {
  for (const f of [() => new B(), () => new C().x, () => { new C().x = 1 }, () => new D()]) try { f() } catch (e) {}
}`,
    calls: [
      'main',
      'main.anonymous !Error: base',
      'B.constructor !Error: base',
      'A.constructor !Error: base',
      'main.anonymous~2 !Error: get',
      'get C.x !Error: get',
      'main.anonymous~3 !Error: set',
      'set C.x !Error: set',
      'main.anonymous~4 !Error: field',
      'D.fail !Error: field',
    ],
  },
  {
    what: 'cleared up after by traced calls on the way',
    code: `function clear() {}
function c() { null.x }
function b() { try { c() } finally { clear() } }
function main() { try { b() } catch (e) {} }`,
    calls: [
      'main',
      "b !TypeError: Cannot read properties of null (reading 'x')",
      "c !TypeError: Cannot read properties of null (reading 'x')",
      'clear',
    ],
  },
  {
    what: 'reported by nobody, with an older one that was swallowed',
    code: `/* @spoor-ignore */ function swallow(f) { try { f() } catch {} }
function bad() { null.x }
function worse() { undefined.y }
function main() { swallow(bad); worse() }`,
    calls: [
      "main !TypeError: Cannot read properties of undefined (reading 'y')",
      "bad !TypeError: Cannot read properties of null (reading 'x')",
      "worse !TypeError: Cannot read properties of undefined (reading 'y')",
    ],
    unknown: ['bad !?'],
  },
]
