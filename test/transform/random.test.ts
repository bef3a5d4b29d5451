import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare } from './harness/compare.ts'
import type { Kind } from './harness/run.ts'
import { seed } from '../support/seed.ts'

// Programs nobody wrote: forms of functions x ways out x what stands around x nesting, run bare and instrumented.

/** What a body may hold; depends on what it is a body of. */
interface Inside {
  async: boolean
  generator: boolean
  /** Functions deeper than this hold none. */
  depth: number
  loop: boolean
}

type Text = fc.Arbitrary<string>

const line = (...parts: Text[]): Text => fc.tuple(...parts).map((texts) => texts.join(''))
const text = (...choices: string[]): Text => fc.constantFrom(...choices)

/** Expressions of a value that can be shown; every one with an effect notes it. */
function expression(inside: Inside): Text {
  const simple = text(
    'a',
    '1',
    "'s'",
    'this?.v',
    '[a, 2]',
    '{}.x',
    '(a, 3)',
    'typeof a',
    'a++',
    '`t${a}`',
    '-1',
    '/r/g.flags',
    'note(a)',
    '({ k: a }).k',
    'a ? 1 : 2',
    'new.target === a',
    '(x => x)(a)',
    'new (class { v = 1 })().v',
  )
  const choices: fc.WeightedArbitrary<string>[] = [{ arbitrary: simple, weight: 6 }]
  if (inside.async) choices.push({ arbitrary: line(text('await ', 'await(', 'await/* c */('), simple).map(closed), weight: 3 })
  if (inside.generator)
    choices.push({ arbitrary: line(text('(yield)', '(yield a)', '(yield(a))', '(yield* [a, 4])', '(yield note(a))')), weight: 3 })
  if (inside.depth > 0) choices.push({ arbitrary: fc.nat(1).chain(() => called({ ...inside, depth: inside.depth - 1 })), weight: 3 })
  return fc.oneof(...choices)
}

const closed = (code: string): string => code + ')'.repeat(code.split('(').length - code.split(')').length)

function statement(inside: Inside, size: number): Text {
  const value = fc.nat(0).chain(() => expression(inside))
  const flat: Text[] = [
    line(
      text(
        'note(a)\n',
        'note(a);',
        ';',
        'a\n++a\n',
        'if (a) note(1); else note(2)\n',
        'let b = a\n',
        'var c = a;',
        'for (let i = 0; i < 2; i++) note(i)\n',
      ),
    ),
    line(text('note('), value, text(')\n', ');')),
    line(text('if (note('), value, text(')) note(5); else note(6)\n')),
    line(text('return ', 'return/* c */', 'if (note(a)) return ', 'if (!a) return '), value, text('\n', ';')),
    text('return\n', 'if (!a) return\n', 'if (a) return; else note(7)\n'),
    line(text("throw 'out' + ", "if (!a) throw 'out' + ", 'throw '), value, text('\n', ';')),
  ]
  if (inside.loop) flat.push(text('continue;', 'if (!a) break\n', 'break outer\n', 'if (a) continue outer\n'))
  if (size === 0) return fc.oneof(...flat)
  const inner = fc.nat(0).chain(() => statements(inside, size - 1))
  const looped = fc.nat(0).chain(() => statements({ ...inside, loop: true }, size - 1))
  const deep: Text[] = [
    line(text('try {'), inner, text('} catch (e) { note(e);'), inner, text('}')),
    line(text('try {'), inner, text('} catch {'), inner, text('} finally {'), inner, text('}')),
    line(text('try {'), inner, text('} finally { note(8)\n'), inner, text('}')),
    line(text('outer: for (const x of [1, 2]) { note(x);'), looped, text('}\n')),
    line(
      text('outer: for (const x of [1, 2]) {\n switch (a) { case 1: note(9);'),
      inner,
      text(' break; default: note(10)\n'),
      inner,
      text('} }\n'),
    ),
    line(text('{'), inner, text('}\n')),
  ]
  if (inside.async)
    deep.push(line(text('outer: for await (const x of [a, 2]) {'), looped, text('}\n')), text('for await (const x of [1]) note(x)\n'))
  return fc.oneof({ arbitrary: fc.oneof(...flat), weight: 3 }, { arbitrary: fc.oneof(...deep), weight: 2 })
}

const statements = (inside: Inside, size: number): Text =>
  fc.array(statement(inside, size), { maxLength: 3 }).map((all) => all.map((one, i) => one.replace(/\bb\b/g, `b${i}`)).join(''))

interface Form {
  head: string
  tail?: string
  async?: boolean
  generator?: boolean
  /** How a function in `f` is called and what it gives; `f` itself unless said. */
  get?: string
}

const FORMS: readonly Form[] = [
  { head: 'function f(a) {' },
  { head: 'function f(a = 1, ...rest) {' },
  { head: 'function f({ a } = { a: 1 }) {', get: '(a) => f({ a })' },
  { head: "function f(a) { 'directive'\n" },
  { head: 'const f = (a) => {' },
  { head: 'const f = a => {' },
  { head: 'const f = function (a) {' },
  { head: 'const f = function named(a) {' },
  { head: 'const o = { f(a) {', tail: '} }', get: 'o.f' },
  { head: 'const o = { v: 3, get f() { let a = 1;', tail: '} }', get: '() => o.f' },
  { head: 'const o = { set f(a) {', tail: '} }', get: '(a) => { o.f = a }' },
  { head: 'class A { v = 4; m(a) {', tail: '} }', get: '(a) => new A().m(a)' },
  { head: 'class A { static #m(a) {', tail: '} static m(a) { return A.#m(a) } }', get: '(a) => A.m(a)' },
  { head: 'class A { constructor(a) {', tail: '} }', get: '(a) => typeof new A(a)' },
  { head: 'class A extends Object { constructor(a) { super();', tail: '} }', get: '(a) => typeof new A(a)' },
  { head: 'class A { f = (a) => {', tail: '} }', get: '(a) => new A().f(a)' },
  { head: 'async function f(a) {', async: true },
  { head: 'const f = async (a) => {', async: true },
  { head: 'const o = { async f(a) {', tail: '} }', get: 'o.f', async: true },
  { head: 'function* f(a) {', generator: true },
  { head: 'class A { static *f(a) {', tail: '} }', get: '(a) => A.f(a)', generator: true },
  { head: 'async function* f(a) {', async: true, generator: true },
  { head: 'const o = { async *[`f`](a) {', tail: '} }', get: 'o.f', async: true, generator: true },
]

const isArrow = ({ head }: Form): boolean => head.includes('=>')

/** A function of some form, within a block of its own, called and its outcome noted. */
function called(inside: Inside): Text {
  return fc.constantFrom(...FORMS).chain((form) => {
    const within: Inside = { async: !!form.async, generator: !!form.generator, depth: inside.depth, loop: false }
    const body = statements(within, 2).map((code) => (isArrow(form) ? code.replaceAll('new.target', 'null') : code))
    return fc
      .tuple(body, text('0', '1', "'x'"))
      .map(([code, argument]) => `use(() => { ${form.head}${code}\n${form.tail ?? '}'}\n return ${form.get ?? 'f'} }, ${argument})`)
  })
}

/** Arrows of an expression alone, which have other points. */
const arrows: Text = fc
  .tuple(
    text('a => ', '(a) => ', '(a) =>\n', '(a) => (', 'async (a) => ', 'async a => (('),
    expression({ async: false, generator: false, depth: 1, loop: false }),
  )
  .map(([head, value]) => `use(() => ${closed(head + value.replaceAll('new.target', 'null').replace(/^\{/, '({'))}, 1)`)

/** Calls a function, reads what it gives to its end, or closes it early, and notes all of it. */
const PRELUDE = `
function note(x) { log('note', x); return x }
const later = (promise, tag) => wait(promise.then((x) => { log(tag, 'then', x); return drain(x, tag) }, (e) => log(tag, 'rejected', String(e))))
let tags = 0
function use(make, argument) {
  const tag = 'call ' + ++tags
  try {
    const f = make.length ? make : make()
    if (typeof f !== 'function') return note(f)
    log(tag, f.name, f.length)
    for (let turn = 0; turn < (tags < 8 ? 3 : 1); turn++) {
      const x = f.call({ v: 1 }, turn ? turn : argument)
      if (x && typeof x.then === 'function') later(x, tag)
      else if (x && typeof x.next === 'function') drain(x, tag, turn)
      else log(tag, 'gave', x)
    }
  } catch (e) { log(tag, 'threw', String(e)) }
  return tag
}
function drain(i, tag, turn) {
  if (!i || typeof i.next !== 'function') return
  if (i[Symbol.asyncIterator]) return void wait(drainAsync(i, tag, turn).catch((e) => log(tag, 'stream threw', String(e))))
  try {
    for (let n = 0; n < 12; n++) {
      const r = turn === 1 && n === 1 ? i.return('closed') : turn === 2 && n === 1 ? i.throw('thrown in') : i.next(n)
      log(tag, 'step', r)
      if (r.done) return
    }
  } catch (e) { log(tag, 'generator threw', String(e)) }
}
async function drainAsync(i, tag, turn) {
  for (let n = 0; n < 12; n++) {
    const r = turn === 1 && n === 1 ? await i.return('closed') : turn === 2 && n === 1 ? await i.throw('thrown in') : await i.next(n)
    log(tag, 'step', r)
    if (r.done) return
  }
}
`
  .trim()
  .replace(/^(function|async function|const) /gm, '/* @spoor-ignore */ $1 ')

const program: Text = fc
  .array(
    fc.oneof({ arbitrary: called({ async: false, generator: false, depth: 1, loop: false }), weight: 4 }, { arbitrary: arrows, weight: 1 }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => `${PRELUDE}\n;${all.join('\n;')}`)

/** Whether the platform takes it: names may clash where nobody looked. */
function isProgram(code: string): boolean {
  try {
    new Function(code)
    return true
  } catch {
    return false
  }
}

const numRuns = Number(process.env['RUNS'] ?? 120)

describe(`programs from seed ${seed}`, () => {
  test.each<Kind>(['script', 'commonjs'])('%s', async (kind) => {
    let ran = 0
    const property = fc.asyncProperty(program, fc.boolean(), async (code, strict) => {
      const whole = strict ? `'use strict'\n${code}` : code
      fc.pre(isProgram(whole))
      ran++
      const { told } = await compare({ 'random.js': whole }, kind)
      expect(told, whole).not.toMatch(/LEFT TWICE|NOT ON TOP/)
    })
    await fc.assert(property, { seed, numRuns, interruptAfterTimeLimit: 60_000 })
    expect(ran).toBeGreaterThan(0)
  })
})
