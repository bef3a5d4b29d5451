import { parse as babelParse } from '@babel/parser'
import { transformSync } from 'esbuild'
import { createInstrumenter } from 'istanbul-lib-instrument'
import { describe, expect, test } from 'vitest'
import { MARK, RUNTIME_SLOT } from '../../packages/shared/src/index.ts'
import { find } from '../../packages/transform/src/find/find.ts'
import { explain, transform } from '../../packages/transform/src/index.ts'
import { resolveOptions } from '../../packages/transform/src/options.ts'
import { parse } from '../../packages/transform/src/parse.ts'
import { pluginsFor } from './harness/compare.ts'
import type { Source } from './harness/corpus.ts'
import { ownSources, sourcesOf } from './harness/corpus.ts'
import { run } from './harness/run.ts'

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/

/** Takes out of an output what stands between the pieces of its input; `undefined` if a piece is missing or was moved. */
function insertedTexts({ code, id }: Source, output: string): string[] | undefined {
  const ast = parse(code, id, 'unambiguous')
  const { points, start } = find({ ast, code, file: id, typescript: /tsx?$/.test(id) }, resolveOptions(id, {}))
  const cuts = [...new Set([0, start, ...points.map(({ at }) => at), code.length])].sort((a, b) => a - b)
  const texts: string[] = []
  let at = 0
  for (let i = 0; i + 1 < cuts.length; i++) {
    const piece = code.slice(cuts[i], cuts[i + 1])
    // The shortest insert that the rest agrees with; a piece of one character is found in inserts, too, and so are pairs.
    const next = i + 2 === cuts.length ? output.length - piece.length : output.indexOf(piece, at)
    if (next < at || output.slice(next, next + piece.length) !== piece) return undefined
    texts.push(output.slice(at, next))
    at = next + piece.length
  }
  return texts
}

const withoutMapComment = (source: Source): Source => ({ ...source, code: source.code.replace(/\/\/[#@]\s*sourceMappingURL=\S+\s*$/, '') })

describe.each([
  ['our own code and the fixtures', ownSources],
  ['acorn, rxjs, preact and the parser', () => sourcesOf('acorn', 'rxjs', 'preact', 'parser')],
])('%s', (_name, sources) => {
  test('lines stay, the input is in the output whole and in order, the output parses, a second pass does nothing', () => {
    for (const source of sources().map(withoutMapComment)) {
      const { id, code } = source
      const result = transform(code, id)
      if (!result) continue
      expect(result.code.split(LINE_BREAK).length, id).toBe(code.split(LINE_BREAK).length)
      expect(insertedTexts(source, result.code)?.join(''), id).not.toMatch(/[\n\r\u2028\u2029]/)
      expect(transform(result.code, id), id).toBeUndefined()
      babelParse(result.code, {
        sourceType: 'unambiguous',
        allowReturnOutsideFunction: true,
        errorRecovery: true,
        plugins: pluginsFor(id, code),
      })
    }
  })
})

const lines = (code: string, id = 'a.js'): string[] => transform(code, id)?.code.split('\n') ?? []

describe('what must be first stays first', () => {
  test.each([
    ['a hashbang', '#!/usr/bin/env node\n"use strict"\nmodule.exports = () => 1', 2],
    ['a licence', '/*! (c) */\nexport const f = () => 1', 1],
    ['a pragma', '/** @jsx h */\n/* @jsxFrag F */\nexport const f = () => <a />', 2],
    ['a directive', "'use client'\nexport const f = () => 1", 1],
    ['directives', "'use strict';\n'use client' // why\n\nexport const f = () => 1", 3],
    ['a mark for type checkers', '// @ts-check\nexport const f = () => 1', 1],
  ])('%s', (_what, code, line) => {
    const out = lines(code)
    expect(out.slice(0, line)).toEqual(code.split('\n').slice(0, line))
    expect(out[line]).toContain(MARK)
  })

  test('a byte order mark', () => expect(transform('\ufeffexport const f = () => 1', 'a.js')?.code).toMatch(/^\ufeffimport\{/))
  test('a hashbang right before code without a directive', () =>
    expect(lines('#!/bin/node\nmodule.exports = () => 1')[0]).toBe('#!/bin/node'))
  test('a last line that is a comment', () => expect(lines('export const f = () => 1 // end').at(-1)).toMatch(/\/\/ end$/))
})

describe('line breaks of every kind', () => {
  test.each([
    ['CRLF', 'export function f(a) {\r\n  return a\r\n}\r\nexport const g = (b) =>\r\n  b\r\n'],
    ['CR', 'export function f(a) {\r  return a\r}\r'],
    ['line and paragraph separators', 'export function f(a) {\u2028  return a\u2029}\u2028'],
    ['separators within names', 'export const o = { "a\u2028b": () => 1, "c\\nd"() {}, "\u2029": class { m() {} } }\n'],
    ['a template over lines', 'export const f = (a) => `\n${((b) => b)(a)}\n`\n'],
  ])('%s', (_what, code) => {
    const out = transform(code, 'a.js')?.code ?? ''
    expect(out.split(LINE_BREAK)).toHaveLength(code.split(LINE_BREAK).length)
    for (const mark of ['\r\n', '\r', '\n', '\u2028', '\u2029']) expect(out.split(mark)).toHaveLength(code.split(mark).length)
  })
})

test('names of ours occur nowhere in the text', () => {
  for (const taken of ['_$pc', '_$p', '_$p1_v', 'x_$px']) {
    const out = transform(`export const f = (${taken}) => ${taken}`, 'a.js')?.code ?? ''
    const prefix = /register as (\S+)g[,}]/.exec(out)?.[1] as string
    expect(`export const f = (${taken}) => ${taken}`).not.toContain(prefix)
  }
})

test('names of every alphabet', async () => {
  const code =
    "const ñandú = (π, $, _, 变量) => { log(π, 变量); return '𝒳' + $ }\nclass Größe { größe() { return 'é' } #privé() {} }\nlog(ñandú(1, 2, 3, 4), new Größe().größe())"
  const result = transform(code, 'a.js', { sourceType: 'script' })
  expect(result?.sites.map(({ name }) => name)).toEqual(['ñandú', 'Größe.größe', 'Größe.#privé'])
  expect((await run({ 'a.js': result?.code ?? '' }, 'script', 'off')).log).toEqual((await run({ 'a.js': code }, 'script', 'off')).log)
})

describe('instrumented twice', () => {
  const code = 'export function add(a, b) { return a + b }\nexport const twice = (f) => f() + f()\n'

  test('what a minifier made of our output is recognised', () => {
    const out = transform(code, 'a.js')?.code as string
    for (const charset of ['ascii', 'utf8'] as const) {
      const { code: small } = transformSync(out, { minify: true, format: 'esm', charset })
      expect(transform(small, 'a.min.js')).toBeUndefined()
      expect(explain(small, 'a.min.js').skipped).toEqual([
        { file: 'a.min.js', name: '(module)', line: 1, column: 1, reason: 'already-instrumented' },
      ])
    }
    expect(transform(transformSync(out, { format: 'cjs' }).code, 'a.cjs')).toBeUndefined()
  })

  test('what Istanbul counted goes on counting', async () => {
    const program =
      'function add(a, b) { if (a) return a + b; return add(b, a) }\nconst f = async (x = 1) => { try { throw await x } catch (e) { return e } }\nlog(add(0, 1))\nwait(f().then(log))\nsetImmediate(() => log(Object.values(__coverage__)[0].f, Object.values(__coverage__)[0].s))\n'
    const instrumenter = createInstrumenter({
      esModules: false,
      compact: false,
      coverageGlobalScopeFunc: false,
      coverageGlobalScope: 'globalThis',
    })
    const counted = instrumenter.instrumentSync(program.replace('setImmediate', 'void setImmediate'), '/app/a.js')
    const result = transform(counted, '/app/a.js', { sourceType: 'script' })
    expect(result?.sites.map(({ name }) => name)).toEqual(expect.arrayContaining(['add', 'f']))
    const bare = await run({ '/app/a.js': counted }, 'script', 'absent')
    expect(bare.log.length).toBeGreaterThan(2)
    for (const condition of ['absent', 'off', 'on'] as const)
      expect((await run({ '/app/a.js': result?.code ?? '' }, 'script', condition)).log).toEqual(bare.log)
  })

  test('and Istanbul counts what we instrumented', () => {
    const instrumenter = createInstrumenter({ esModules: true })
    expect(instrumenter.instrumentSync(transform(code, '/app/a.js')?.code as string, '/app/a.js')).toContain(MARK)
  })
})

describe('without effect where nothing uses it', () => {
  const bundled = (code: string): string => transformSync(code, { format: 'esm', treeShaking: true, minify: true }).code

  test('a module of unused functions leaves an import', () => {
    const out = transform('function unused() { return 1 }\nconst alsoUnused = () => 2\n', 'a.mjs')?.code as string
    expect(bundled(out)).toMatch(/^import\{[^{}]*\}from"spoor\/probes";\n$/)
  })
})

test('many functions: their flags are spread over small objects', async () => {
  const code = `${Array.from({ length: 100 }, (_, i) => `function f${i}(x) { return x + ${i} }`).join('\n')}\nlog([${Array.from({ length: 100 }, (_, i) => `f${i}(${i})`).join(',')}].join())`
  const out = transform(code, 'a.js', { sourceType: 'script' })?.code as string
  expect(out.match(/"spoor:1"/g)).toHaveLength(3)
  const { log, recorder } = await run({ 'a.js': out }, 'script', 'on')
  expect(log).toEqual((await run({ 'a.js': code }, 'script', 'on')).log)
  expect(recorder?.lines.filter((line) => line.startsWith('> '))).toHaveLength(100)
})

describe('modules in a circle', () => {
  const files = {
    'a.mjs':
      "import { late } from './b.mjs'\nexport function early(x) { return x }\nexport const done = () => 'done'\nlog('a', late(2), done())\n",
    'b.mjs': "import { early } from './a.mjs'\nexport const late = (x) => early(x)\nlog('b', early(1))\n",
  }

  test('a function that is called before its module has run', async () => {
    const bare = await run(files, 'module', 'absent')
    expect(bare.log).toEqual(['b 1', 'a 2 done'])
    const instrumented = Object.fromEntries(Object.entries(files).map(([id, code]) => [id, transform(code, id)?.code as string]))
    for (const condition of ['absent', 'off', 'on'] as const) expect((await run(instrumented, 'module', condition)).log).toEqual(bare.log)
    const { recorder } = await run(instrumented, 'module', 'on')
    expect(recorder?.lines).toEqual(['> late(2)', '  > early(2)', '  < early 2', '< late 2', '> done()', "< done 'done'"])
  })
})

describe('worlds without what we look for', () => {
  const code = 'function f(x) { try { throw x } catch (e) { return e } }\nlog(f(1))'
  const out = transform(code, 'a.js', { sourceType: 'script' })?.code as string

  test.each([
    ['no globalThis', 'var globalThis = undefined;'],
    ['no Symbol', 'var Symbol = undefined;'],
    ['a Symbol that knows no registry', 'var Symbol = function Symbol() {};'],
    ['a global that takes nothing more', 'Object.preventExtensions(Object.getPrototypeOf(globalThis));'],
    ['frozen built-ins', 'for (const x of [Object, Function, Array, Symbol]) { Object.freeze(x); Object.freeze(x.prototype) }'],
    ['something else in the slot', `globalThis[Symbol.for('${RUNTIME_SLOT}')] = { register: () => undefined };`],
  ])('%s', async (_what, prelude) => {
    const inner = `(function (log) { ${out.replace(/\n/g, ' ')} })(log)`
    expect((await run({ 'a.js': `${prelude}${inner}` }, 'script', 'absent')).log[0]).toBe('1')
  })

  test.each(['var Symbol = f(1)', 'const Symbol = f(1)', 'class Symbol {}', 'let globalThis = f(1)'])(
    'a program that has its own: %s',
    async (declaration) => {
      const own = `function f(x) { return String(x) }\n${declaration}\nlog(f(1))`
      const code = transform(own, 'a.js', { runtime: false, sourceType: 'script' })?.code as string
      const log: unknown[] = []
      new Function('log', code)((value: unknown) => log.push(value))
      expect(log).toEqual(['1'])
    },
  )
})

test('recursion goes at least two thirds as deep', async () => {
  const code = 'let depth = 0\nfunction down(n) { depth = n; return 1 + down(n + 1) }\ntry { down(1) } catch {}\nlog(depth)'
  const out = transform(code, 'a.js', { sourceType: 'script' })?.code as string
  const bare = Number((await run({ 'a.js': code }, 'script', 'absent')).log[0])
  for (const condition of ['absent', 'off'] as const)
    expect(Number((await run({ 'a.js': out }, 'script', condition)).log[0]) / bare).toBeGreaterThan(2 / 3)
})
