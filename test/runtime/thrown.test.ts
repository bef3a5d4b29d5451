import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { spoor } from '../../packages/runtime/src/index.ts'
import { uncaught } from '../../packages/runtime/src/credit.ts'
import { transform } from '../../packages/transform/src/index.ts'
import { story, tick } from './program.ts'
import { PROGRAMS } from './thrown-programs.ts'
import { seed } from '../support/seed.ts'

beforeEach(() => {
  spoor.clear()
  spoor.configure({ values: { budget: false } })
})

/** Runs a program as the pass leaves it. What nobody catches is reported as the platform would. */
async function run(code: string, errors: 'finally' | 'catch'): Promise<string[]> {
  const made = transform(code, 'src/thrown.js', { errors, sourceType: 'script', runtime: false })?.code as string
  const main = new Function(`${made}\nreturn main`)() as () => unknown
  try {
    await main()
  } catch (error) {
    uncaught(error)
  }
  await tick()
  return story().map((line) =>
    line
      .replace(/^(?:[^!=]*? > )+/, '')
      .replace(/ = .*/, '')
      .replace(/(!\{"k":"object",).*/, '$1…}'),
  )
}

describe.each(PROGRAMS)('$what', ({ code, calls, unknown = [] }) => {
  const nameOf = (line: string): string => line.replace(/ (?:!.*|closed)$/, '')

  test('the exact form knows what every call threw', async () => {
    expect(await run(code, 'catch')).toEqual(calls)
  })

  test('the default form knows the same, or says that it does not', async () => {
    const less = new Map(unknown.map((line) => [nameOf(line), line]))
    expect(await run(code, 'finally')).toEqual(calls.map((line) => less.get(nameOf(line)) ?? line))
  })
})

/** What a function of a generated program does: throws, or calls others in some way. */
type Deed = { how: string; inner: readonly Deed[] }

const WAYS = [
  'call',
  'callback',
  'caught',
  'caught twice',
  'caught without a name',
  'swallowed',
  'wrapped',
  'cleared up',
  'replaced',
  'again',
]

const deeds = fc.letrec<{ deed: Deed; deeds: Deed[] }>((tie) => ({
  deed: fc.oneof(
    { maxDepth: 4 },
    fc.record({ how: fc.constantFrom('error', 'engine', 'primitive', 'nothing', 'library'), inner: fc.constant([]) }),
    fc.record({ how: fc.constantFrom(...WAYS), inner: tie('deeds') }),
  ),
  deeds: fc.array(tie('deed'), { minLength: 1, maxLength: 3 }),
}))

/** @param sync 'async' and 'await ', or both empty */
function programOf(top: readonly Deed[], [async, wait]: [string, string]): string {
  const functions: string[] = []
  const call = (deed: Deed, seen: boolean): string => {
    const name = `f${functions.push('') - 1}`
    const body = bodyOf(deed, name, seen)
    functions[Number(name.slice(1))] = `${async} function ${name}() { ${wait && 'await null;'} ${body} }`
    return name
  }
  /** @param seen whether somebody traced sees what is thrown in the end: what else is put in its place nobody can know */
  const bodyOf = ({ how, inner }: Deed, id: string, seen: boolean): string => {
    const calls = inner
      .map((deed) => `${wait}${call(deed, seen && !/^(?:swallowed|wrapped|replaced|caught without a name)$/.test(how))}();`)
      .join(' ')
    switch (how) {
      case 'error':
        return `throw new Error('${id}')`
      case 'engine':
        return `undefined.${id}`
      case 'primitive':
        return 'throw 1'
      case 'library':
        return `lib('${id}')`
      case 'callback':
        return `${wait}run(${async} () => { ${calls} })`
      case 'caught':
        return `try { ${calls} } catch (e) {}`
      case 'caught twice':
        return `try { try { ${calls} } catch (e) {} ${calls} } catch (e) {}`
      case 'caught without a name':
        return `try { ${calls} } catch {}`
      case 'swallowed':
        return `${wait}swallow(${async} function s${id}() { ${calls} })`
      case 'wrapped':
        if (!seen) return calls
        return `${wait}wrap(${async} function w${id}() { ${calls} }, '${id}')`
      case 'cleared up':
        return `try { ${calls} } finally { ${wait}clear() }`
      case 'replaced':
        return `try { ${calls} } finally { throw new Error('${id}') }`
      case 'again':
        return `try { ${calls} } catch (e) { ${wait}clear(); throw e }`
      default:
        return calls
    }
  }
  const main = top.map((deed) => `try { ${wait}${call(deed, true)}() } catch (e) {}`).join(' ')
  const ignored = [
    'function lib(text) { throw new Error(text) }',
    `${async} function run(f) { return ${wait}f() }`,
    `${async} function swallow(f) { try { ${wait}f() } catch {} }`,
    `${async} function wrap(f, text) { try { ${wait}f() } catch { throw new Error('wrapped ' + text) } }`,
  ].map((text) => `/* @spoor-ignore */ ${text}`)
  return [...ignored, `${async} function clear() {}`, ...functions, `${async} function main() { ${main} }`].join('\n')
}

test.each<[string, [string, string], number | false]>([
  ['synchronous', ['', ''], false],
  ['asynchronous', ['async', 'await '], false],
  ['synchronous (no time left for values)', ['', ''], 0],
  ['asynchronous (no time left for values)', ['async', 'await '], 0],
])('%s programs of every kind: the default form is never wrong', async (_, words, budget) => {
  spoor.configure({ values: { budget, burst: 0 } })
  let known = 0
  let all = 0
  await fc.assert(
    fc.asyncProperty(fc.array(deeds.deed, { minLength: 1, maxLength: 3 }), async (top) => {
      const code = programOf(top, words)
      spoor.clear()
      const exact = await run(code, 'catch')
      spoor.clear()
      const told = await run(code, 'finally')
      const threw = exact.filter((line) => line.includes(' !'))
      all += threw.length
      known += told.filter((line) => line.includes(' !') && !line.endsWith('!?')).length
      expect(told, code).toEqual(exact.map((line, i) => (told[i]?.endsWith(' !?') ? line.replace(/ !.*/, ' !?') : line)))
    }),
    { seed, numRuns: 150 },
  )
  // Without stacks less can be told.
  expect(known / all).toBeGreaterThan(budget === false ? 0.7 : 0.2)
})
