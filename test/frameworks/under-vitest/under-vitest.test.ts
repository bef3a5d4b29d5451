import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { copyOf, edit, inShell } from '../support/fixture.ts'
import type { Fixture, Variant } from '../support/fixture.ts'

const bin = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

interface Run {
  /** `test: passed`, sorted. */
  results: string[]
  printed: string
}

/** Runs the tests of the fixture as a person would. */
async function run(fixture: Fixture, variant: Variant, ...args: string[]): Promise<Run> {
  const report = join(fixture.cache, `${variant}.json`)
  const printed = await inShell(variant, () =>
    finished(fixture, ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]),
  )
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[]
  }
  const results = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ fullName, status }) => `${fullName}: ${status}`))
  return { results: results.sort(), printed }
}

/** What it prints until it ends; failing tests are no failure here. */
const finished = (fixture: Fixture, args: string[]): Promise<string> =>
  new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', CI: '1' }
    execFile(process.execPath, [bin, ...args], { cwd: fixture.root, env }, (_, stdout, stderr) => resolve(stdout + stderr))
  })

/** From the first failure on, without durations. */
const failures = ({ printed }: Run): string => printed.slice(printed.indexOf('Failed Tests')).replace(/^ *(?:Start at|Duration) .*$/gm, '')

const traced = ({ printed }: Run): unknown => JSON.parse(/^TRACED (.*)$/m.exec(printed)?.[1] ?? 'null')

describe('a suite that runs with Spoor in its configuration', () => {
  const fixture = copyOf('under-vitest', 'run')
  const bare = run(fixture, 'bare')

  test.each<[Variant, string, object]>([
    ['auto', 'in but switched off', { instrumented: true, before: 0, after: 1 }],
    ['on', 'on', { instrumented: true, before: 3, after: 3 }],
  ])('%s: the same tests pass and fail, at the same lines and columns; it is %s', async (variant, _, calls) => {
    const expected = await bare
    const made = await run(fixture, variant)
    expect(made.results).toEqual(expected.results)
    expect(made.results.filter((text) => text.endsWith(': failed'))).toHaveLength(3)
    expect(failures(made)).toEqual(failures(expected))
    expect(failures(made)).toContain('❯ Cart.add src/cart.ts:12:26')
    expect(failures(made)).toContain('❯ Cart.total src/cart.ts:25:62')
    expect([traced(expected), traced(made)]).toEqual([{ instrumented: false, before: 0, after: 0 }, calls])
  })
})

describe.each(['v8', 'istanbul'])('coverage by %s', (provider) => {
  const fixture = copyOf('under-vitest', `coverage-${provider}`)

  async function covered(variant: Variant): Promise<[Run, coverage: unknown]> {
    const folder = join(fixture.cache, variant)
    const made = await run(
      fixture,
      variant,
      '--coverage',
      `--coverage.provider=${provider}`,
      `--coverage.reportsDirectory=${folder}`,
      '--coverage.reportOnFailure',
      'cart',
    )
    return [made, JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8'))]
  }

  test('is what it is without Spoor, unless somebody asks for probes', async () => {
    const [[bare, expected], [auto, made], [on, more]] = [await covered('bare'), await covered('auto'), await covered('on')]
    expect(Object.keys(expected as object).length).toBeGreaterThan(2)
    expect(made).toEqual(expected)
    expect([auto.results, on.results]).toEqual([bare.results, bare.results])
    expect(auto.printed).not.toContain('spoor:')
    expect(on.printed).toContain('spoor: coverage is counted while functions bear probes')
    expect(more).not.toEqual(expected)
  })
})

describe('watching', () => {
  let child: ReturnType<typeof spawn> | undefined
  afterEach(() => child?.kill())

  test('a change of a traced file runs its tests again, with its new functions', async () => {
    const fixture = copyOf('under-vitest', 'watch')
    let printed = ''
    child = await inShell('on', async () =>
      spawn(process.execPath, [bin, 'watch', 'trace'], { cwd: fixture.root, env: { ...process.env, NO_COLOR: '1', CI: '' } }),
    )
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const calls = (): string[] => [...printed.matchAll(/"before":(\d+)/g)].map(([, count]) => count as string)
    await vi.waitUntil(() => printed.includes('Waiting for file changes'), { timeout: 60_000 })
    expect(calls()).toEqual(['3'])
    edit(fixture, 'src/cart.ts', 'let sum = 0\n', 'const zero = () => 0\n    let sum = zero()\n')
    await vi.waitUntil(() => calls().length > 1 && printed.split('Waiting for file changes').length > 2, { timeout: 60_000 })
    expect(calls()).toEqual(['3', '4'])
    expect(printed).not.toMatch(/fail/i)
  })
})
