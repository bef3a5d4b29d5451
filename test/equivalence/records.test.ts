import { beforeEach, describe, expect, test } from 'vitest'
import type { CallEvent, Snapshot } from '../../packages/runtime/src/index.ts'
import { renderTree, spoor } from '../../packages/runtime/src/index.ts'
import { instrument } from '../transform/harness/compare.ts'
import { run } from '../transform/harness/run.ts'
import { readPrograms } from './programs.mjs'

// What Spoor's own runtime has to say of the programs where that is the question: how a call ended, and what its values were.

const programs = readPrograms()
beforeEach(() => spoor.clear())

/** Runs a program with the real runtime and gives the calls of the functions named so. */
async function callsOf(start: string, ...names: string[]): Promise<CallEvent[]> {
  const { file, files } = programs.find(({ file }) => file.startsWith(start)) ?? expect.fail(`no program ${start}`)
  const code = instrument(files[file] as string, file, 'commonjs')?.code ?? expect.fail(`nothing in ${file}`)
  await run({ [file]: code }, 'commonjs', 'real')
  return spoor.events().filter((event): event is CallEvent => event.type === 'call' && names.includes(event.site.name))
}

const ending = ({ site, outcome, value, error }: CallEvent): unknown[] => [site.name, outcome, value ?? error]
const UNDEFINED: Snapshot = { k: 'undefined' }

describe('how a call ended', () => {
  test('34: an async function that returns a promise has returned it, and says that the rest is up to that', async () => {
    const calls = await callsOf('34-returns-rejected', 'f', 'g', 'h', 'arrow')
    expect(calls.map(ending)).toEqual([
      ['f', 'promised', { k: 'opaque', name: 'Promise' }],
      ['g', 'promised', { k: 'opaque', name: 'Promise' }],
      ['h', 'returned', 'caught kept'],
      ['arrow', 'promised', { k: 'opaque', name: 'Promise' }],
      ['f', 'promised', { k: 'opaque', name: 'Promise' }],
    ])
    const tree = renderTree(calls).split('\n')
    expect(tree.filter((line) => /\b[fg]\(\)/.test(line))).toHaveLength(3)
    for (const line of tree) expect(line.includes('→ Promise, not awaited')).toBe(/\b(?:f|g|arrow)\(\)/.test(line))
  })

  test('34: a function that is not async has returned a promise, and that is all', async () => {
    const calls = await callsOf('32-same-object', 'give')
    expect(renderTree(calls)).not.toContain('not awaited')
  })

  test('35: there is one end, with the value that came out', async () => {
    const ends: unknown[][] = []
    const stop = spoor.subscribe({ exit: (call) => void ends.push(ending(call as CallEvent)) })
    await callsOf('35-two-returns')
    stop()
    expect(ends).toEqual([
      ['f', 'returned', 2],
      ['g', 'returned', 'no throw'],
      ['h', 'returned', 3],
      ['i', 'returned', 'kept'],
      ['k', 'returned', 3],
      ['j', 'returned', 'async'],
    ])
  })

  test('36: what is thrown for the sake of control is thrown, and nothing says error', async () => {
    const calls = await callsOf('36-throws-a-promise', 'cache', 'Component', 'render')
    expect(calls.map(ending)).toEqual([
      ['render', 'returned', '<p>loaded</p>'],
      ['Component', 'threw', { k: 'opaque', name: 'Promise' }],
      ['cache', 'threw', { k: 'opaque', name: 'Promise' }],
      ['Component', 'returned', '<p>loaded</p>'],
      ['cache', 'returned', 'loaded'],
    ])
    const tree = renderTree(calls)
    expect(tree).toMatch(/cache\(\) threw Promise/)
    expect(tree).not.toMatch(/error/i)
  })

  test('36: a redirect and a stop are told with what they carry', async () => {
    const [redirect, callback] = await callsOf('36-control-flow', 'redirect', 'each.list.forEach callback')
    const thrown = { outcome: 'threw', error: { k: 'error', name: 'Error', message: 'REDIRECT' } }
    expect([redirect, callback].find((call) => call?.site.name === 'redirect')).toMatchObject(thrown)
    const stop = spoor.events().find((event) => (event as CallEvent).error && (event as CallEvent).site.name !== 'redirect')
    expect(stop).toBeDefined()
  })

  test('37: undefined and null are thrown like anything else, and told apart from a return', async () => {
    const calls = await callsOf('37-throws-nothing', 'f')
    expect(calls.map(({ outcome, error }) => [outcome, error])).toEqual([
      ['threw', UNDEFINED],
      ['threw', null],
      ['threw', { k: 'number', v: 'NaN' }],
      ['threw', UNDEFINED],
      ['threw', UNDEFINED],
      ['threw', null],
      ['threw', UNDEFINED],
    ])
    expect(
      renderTree(calls.slice(0, 2))
        .split('\n')
        .map((line) => /✗ .*?(?=\s{2,}|$)/.exec(line)?.[0]),
    ).toEqual(['✗ threw undefined', '✗ threw null'])
  })

  test('37: what fights back when it is looked at is told as far as it can be seen', async () => {
    const calls = await callsOf('37-hostile-errors', 'thrower')
    expect(calls.every(({ outcome, error }) => outcome === 'threw' && error !== undefined)).toBe(true)
    expect(JSON.stringify(calls)).not.toContain('looked at')
    expect(renderTree(calls)).toMatch(/threw \[Proxy\]/)
  })
})

describe('what values were', () => {
  test('60: getters are named and not called', async () => {
    const [first] = await callsOf('60-getters', 'take')
    expect(first?.args?.[1]).toMatchObject({ props: [['x', { k: 'getter' }]] })
  })

  test('61: a proxy, be it one that throws or is revoked, is told to be one', async () => {
    const [first] = await callsOf('61-proxies', 'pass')
    expect(JSON.stringify(first?.args).match(/"Proxy"/g)).toHaveLength(3)
  })

  test('63: values without an end are kept within limits', async () => {
    const calls = await callsOf('63-big-values', 'pass', 'many')
    expect(calls.length).toBeGreaterThan(5)
    for (const { args, value } of calls) expect(JSON.stringify([args, value]).length).toBeLessThan(100_000)
    expect(JSON.stringify(calls[0])).toContain('{"k":"circular"}')
  })

  test('64: values that are no JSON have their kind', async () => {
    const calls = await callsOf('64-odd-values', 'pass')
    const kinds = calls.map(({ args }) => (args?.[0] as { k?: string } | null)?.k)
    for (const kind of ['opaque', 'regexp', 'map', 'set', 'array', 'date', 'bigint', 'number', 'symbol', 'object', 'error'])
      expect(kinds).toContain(kind)
  })

  test('65: none of the texts that values have of themselves is asked for', async () => {
    const [first] = await callsOf('65-own-texts', 'pass')
    expect(JSON.stringify(first)).not.toMatch(/"(?:json|text|shown|old)"/)
  })

  test('66: a value that is changed later is kept as it was', async () => {
    const [call] = await callsOf('66-changed-later', 'keep')
    expect(call?.args?.[0]).toMatchObject({ items: [1] })
    expect(call?.args?.[1]).toMatchObject({ props: [['n', 1]] })
    expect(call?.value).toMatchObject({ props: [['n', 2]] })
  })

  test('67: secrets are not kept, whether as argument, property or in a pattern', async () => {
    const calls = await callsOf('67-secrets', 'login', 'request', 'Session.constructor')
    const kept = JSON.stringify(calls.map(({ args }) => args))
    expect(kept).toContain('"ada"')
    expect(kept.match(/redacted/g)).toHaveLength(6)
    for (const secret of ['secret', 'Bearer x', 'c=1', '"t"', '"s"']) expect(kept).not.toContain(secret)
  })
})
