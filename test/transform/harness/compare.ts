import { parse } from '@babel/parser'
import type { ParserPlugin } from '@babel/parser'
import { expect } from 'vitest'
import type { CallEvent } from '../../../packages/runtime/src/index.ts'
import { spoor } from '../../../packages/runtime/src/index.ts'
import type { TransformOptions, TransformResult } from '../../../packages/transform/src/index.ts'
import { transform } from '../../../packages/transform/src/index.ts'
import { lineOnly, placesBy } from '../../equivalence/helpers.mjs'
import type { Condition, Files, Kind, Outcome } from './run.ts'
import { run } from './run.ts'

const CONDITIONS: readonly Condition[] = ['absent', 'off', 'on', 'real']

export interface Compared {
  /** What the program showed without a probe. */
  bare: Outcome
  /** What was told to the recorder, in the default form; and what was never left, at the end. */
  told: string
  result: TransformResult | undefined
}

export interface CompareOptions extends TransformOptions {
  /** What a program's tools make of its text, instrumented or not, before it runs. */
  compile?: (code: string, file: string) => string
  /** What is told is not looked at. */
  untold?: boolean
  /** The tests' recorder does not look at values. */
  unseen?: boolean
}

/** Runs files bare, and instrumented in every form and condition, and holds the programs to the same behaviour. */
export async function compare(files: Files, kind: Kind, { compile, untold, unseen, ...options }: CompareOptions = {}): Promise<Compared> {
  const compiled = (texts: Files): Files =>
    Object.fromEntries(Object.entries(texts).map(([file, code]) => [file, compile ? compile(code, file) : code]))
  const bare = await run(compiled(files), kind, 'absent', compile ? lineOnly : placesBy({}))
  let told: Compared | undefined
  for (const errors of ['finally', 'catch'] as const) {
    const results = Object.entries(files).map(([file, code]) => [file, code, instrument(code, file, kind, { ...options, errors })] as const)
    const texts = compiled(Object.fromEntries(results.map(([file, code, result]) => [file, result?.code ?? code])))
    // What a compiler moved within a line is not looked for; without one, columns are held to the author's.
    const places = compile
      ? lineOnly
      : placesBy(Object.fromEntries(results.flatMap(([file, , result]) => (result ? [[file, result.map]] : []))))
    let on: Outcome | undefined
    for (const condition of CONDITIONS) {
      if (condition === 'real') spoor.clear()
      const outcome = await run(texts, kind, condition, places, unseen)
      const seen = { log: outcome.log, thrown: outcome.thrown }
      expect(seen, `errors: ${errors}, probes ${condition}:\n${Object.values(texts).join('\n')}`).toEqual({
        log: bare.log,
        thrown: bare.thrown,
      })
      if (condition === 'off') expect(outcome.recorder?.lines).toEqual([])
      if (condition === 'on') on = outcome
    }
    if (untold) continue
    expect(recorded(), 'what the runtime recorded is what the probes told').toEqual(on?.recorder?.calls())
    if (errors === 'finally') told = { bare, told: textOf(on), result: results[0]?.[2] }
    // The two forms tell the same but for what the exact form adds.
    else expect(withoutExact(textOf(on))).toBe(withoutExact((told as Compared).told))
  }
  return told ?? { bare, told: '', result: undefined }
}

/** How the calls went of which Spoor's own runtime knows. */
function recorded(): string[] {
  const calls = spoor.events().filter((event): event is CallEvent => event.type === 'call')
  const end = { returned: 'returned', promised: 'returned', threw: 'unwound', closed: 'unwound', running: 'open' }
  return calls.map(({ site, outcome }) => `${site.name} ${end[outcome]}`)
}

/** Transforms, and checks what holds for every output. */
export function instrument(code: string, file: string, kind: Kind, options: TransformOptions = {}): TransformResult | undefined {
  const result = transform(code, file, { sourceType: kind, ...options })
  if (!result) return undefined
  expect(result.code.split(/\r\n|[\n\r\u2028\u2029]/).length, 'lines').toBe(code.split(/\r\n|[\n\r\u2028\u2029]/).length)
  const sourceType = options.sourceType ?? kind
  parse(result.code, {
    sourceType,
    plugins: pluginsFor(file, code),
    ...(sourceType !== 'commonjs' && { allowReturnOutsideFunction: true }),
  })
  expect(transform(result.code, file, options), 'a second pass').toBeUndefined()
  expect(new Set(result.sites.map((site) => site.id)).size).toBe(result.sites.length)
  return result
}

export function pluginsFor(file: string, code: string): ParserPlugin[] {
  const syntax: ParserPlugin[] = /\.[mc]?tsx?$/.test(file) ? ['typescript'] : code.includes('@flow') ? ['flow'] : []
  if (!/\.[mc]?ts$/.test(file)) syntax.push('jsx')
  const decorators: ParserPlugin[] = /\.[mc]?tsx?$/.test(file) && !file.includes('.standard.') ? ['decorators-legacy'] : ['decorators']
  return [
    ...syntax,
    ...decorators,
    'decoratorAutoAccessors',
    'explicitResourceManagement',
    'deferredImportEvaluation',
    'sourcePhaseImports',
    'exportDefaultFrom',
  ]
}

function textOf(outcome: Outcome | undefined): string {
  const { lines = [], open = () => [] } = outcome?.recorder ?? {}
  return [...lines, ...open().map((name) => `still open: ${name}`)].join('\n')
}

// The exact form takes a call back from its suspension a little earlier, on the way out.
const withoutExact = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^\s*exact /.test(line))
    .join('\n')
