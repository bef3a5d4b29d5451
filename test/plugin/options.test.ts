import { describe, expect, test } from 'vitest'
import { resolveOptions } from '../../packages/plugin/src/options.ts'
import type { SpoorOptions } from '../../packages/plugin/src/options.ts'
import { planBuild } from '../../packages/plugin/src/plan.ts'
import type { Plan } from '../../packages/plugin/src/plan.ts'
import { allPlugins } from '../../packages/plugin/src/plugin.ts'
import { newSession } from '../../packages/plugin/src/session.ts'

const DEV = { root: '/app', ambiguousAs: 'module', production: false, vitest: false } as const

function planOf(options: SpoorOptions, build = {}): Plan {
  return planBuild(resolveOptions(options), { ...DEV, ...build }, {}) as Plan
}

/** The error that refuses the options. */
function refusal(options: unknown): { code: string; message: string; hint: string } {
  try {
    resolveOptions(options as SpoorOptions)
  } catch (error) {
    return error as never
  }
  throw new Error('the options were not refused')
}

describe('each option is read', () => {
  test('include: one selector or several; src/** unless told otherwise', () => {
    expect(planOf({}).include).toEqual(['src/**'])
    expect(planOf({ include: 'lib/**' }).pass.include).toEqual(['lib/**'])
    const plan = planOf({ include: ['lib/**', '!lib/a.js'] })
    expect(plan.wants('/app/lib/b.js')).toBeTruthy()
    expect(plan.wants('/app/lib/a.js')).toBeUndefined()
    expect(plan.wants('/app/src/b.js')).toBeUndefined()
  })

  test('exclude: what is given replaces the default', () => {
    const all = planOf({ include: '**' })
    expect(all.wants('/app/node_modules/a/index.js')).toBeUndefined()
    expect(all.wants('/app/src/a.d.ts')).toBeUndefined()
    expect(all.wants('/app/src/a.ts')).toBeTruthy()
    const plan = planOf({ include: '**', exclude: 'src/gen/**' })
    expect(plan.wants('/app/src/gen/a.js')).toBeUndefined()
    expect(plan.wants('/app/node_modules/a/index.js')).toBeTruthy()
    expect(plan.pass.exclude).toEqual(['src/gen/**'])
  })

  test('exclude: a single function does not take its file along', () => {
    expect(planOf({ exclude: 'src/a.js#secret' }).wants('/app/src/a.js')).toBeTruthy()
    expect(planOf({ exclude: 'src/a.js#*' }).wants('/app/src/a.js')).toBeUndefined()
  })

  test('level', () => {
    expect(planOf({ level: 'calls' }).pass.level).toBe('calls')
  })

  test('trivial: traced, but where probes are in a production build and switched off', () => {
    const idle = { enabled: 'idle' } as const
    expect(planOf({}).pass.trivial).toBe(true)
    expect(planOf(idle).pass.trivial).toBe(true)
    expect(planOf({}, { vitest: true }).pass).toMatchObject({ state: 'idle', trivial: true })
    expect(planOf({ enabled: true }, { production: true }).pass.trivial).toBe(true)
    expect(planOf(idle, { production: true }).pass.trivial).toBe(false)
    expect(planOf({ ...idle, trivial: true }, { production: true }).pass.trivial).toBe(true)
    expect(planOf({ trivial: false }).pass.trivial).toBe(false)
  })

  test('enabled', () => {
    expect(planOf({ enabled: 'idle' }).state).toBe('idle')
    expect(planOf({ enabled: false })).toBeUndefined()
  })

  test('control: pages of a dev server connect to it, unless they shall not, or none is served', () => {
    expect(planOf({}, { live: true })).toMatchObject({ live: true, record: undefined, pass: { runtime: 'spoor/live' } })
    expect(planOf({ control: 'remote' }, { live: true }).live).toBe(true)
    expect(planOf({ control: false }, { live: true })).toMatchObject({ live: false, pass: { runtime: 'spoor/console' } })
    expect(planOf({})).toMatchObject({ live: false, pass: { runtime: 'spoor/console' } })
  })

  test('values', () => {
    expect(planOf({}).pass.values).toBe(true)
    expect(planOf({ values: false }).pass.values).toBe(false)
  })

  test('errors', () => {
    expect(planOf({}).pass.errors).toBe('finally')
    expect(planOf({ errors: 'catch' }).pass.errors).toBe('catch')
  })

  test('enforce: scripts before or after other plugins, components always after', () => {
    const orders = (options: SpoorOptions) => allPlugins(newSession(resolveOptions(options))).map(({ enforce }) => enforce)
    expect(orders({})).toEqual(['pre', 'post', 'post'])
    expect(orders({ enforce: 'post' })).toEqual(['post', 'post', 'post'])
  })

  test('root: goes before the bundler’s', () => {
    expect(planOf({}).root).toBe('/app')
    const plan = planOf({ root: '/elsewhere' })
    expect(plan.pass.root).toBe('/elsewhere')
    expect(plan.wants('/elsewhere/src/a.js')).toBeTruthy()
  })

  test('console: in development where tracing is on, unless told otherwise', () => {
    expect(planOf({}).pass.runtime).toBe('spoor/console')
    expect(planOf({ console: false }).pass.runtime).toBe('spoor/probes')
    expect(planOf({ enabled: 'idle' }).pass.runtime).toBe('spoor/probes')
    expect(planOf({ enabled: true }, { production: true }).pass.runtime).toBe('spoor/probes')
    expect(planOf({ enabled: true }, { vitest: true }).pass.runtime).toBe('spoor/probes')
    expect(planOf({ enabled: true, console: true }, { production: true }).pass.runtime).toBe('spoor/console')
  })

  test('requests: joined with one’s own origin, and with those that are listed', () => {
    expect(resolveOptions({}).requests).toEqual({ origins: [] })
    expect(resolveOptions({ requests: false }).requests).toBe(false)
    expect(resolveOptions({ requests: { origins: ['https://api.shop.test'] } }).requests).toEqual({ origins: ['https://api.shop.test'] })
    for (const requests of [
      7,
      {},
      { origins: 'x' },
      { origins: ['api.shop.test'] },
      { origins: ['https://a.test/path'] },
      { origins: [], all: true },
    ])
      expect(refusal({ requests }).message).toContain('`requests')
  })

  test('where a recording is asked for, what a dev server serves imports what sends it to that server in any case', () => {
    const record = (build: object, env: object): string | undefined =>
      planBuild(resolveOptions({ control: false }), { ...DEV, ...build }, env as NodeJS.ProcessEnv)?.pass.runtime as string
    expect(record({ live: true }, { SPOOR_RECORD: 'kept' })).toBe('spoor/live')
    expect(record({}, {})).toBe('spoor/console')
    expect(record({}, { SPOOR_RECORD: 'kept' })).toBe('spoor/console')
  })

  test('babel', () => {
    expect(planOf({}).babel).toBe(false)
    expect(planOf({ babel: { configFile: false } }).babel).toEqual({ configFile: false })
  })

  test('every option changes the key of caches, for what they hold differs', () => {
    const variants: SpoorOptions[] = [
      {},
      { include: '**' },
      { exclude: [] },
      { enabled: 'idle' },
      { values: false },
      { errors: 'catch' },
      { enforce: 'post' },
      { root: '/elsewhere' },
      { console: false },
      { babel: true },
    ]
    expect(new Set(variants.map((options) => planOf(options).key)).size).toBe(variants.length)
  })
})

describe('what cannot be used is refused', () => {
  test.each([
    ['inclue', 'include'],
    ['excludes', 'exclude'],
    ['enable', 'enabled'],
    ['Root', 'root'],
    ['logLevel', 'level'],
  ])('%s: did you mean %s?', (key, meant) => {
    const { code, message } = refusal({ [key]: true })
    expect(code).toBe('unknown-option')
    expect(message).toContain(`\`${key}\``)
    if (meant !== 'level') expect(message).toContain(`Did you mean \`${meant}\`?`)
  })

  test('a key like none: the options are listed', () => {
    expect(refusal({ sampleEveryNth: 3 }).hint).toContain('`include`, `exclude`, `level`')
    expect(refusal({ constructor: 3 }).code).toBe('unknown-option')
  })

  test.each([
    [{ include: 3 }, '`include` is 3'],
    [{ include: ['src/**', 3] }, '`include[1]` is 3'],
    [{ exclude: { a: 1 } }, '`exclude` is an object'],
    [{ level: 'deep' }, "`level` is 'deep'"],
    [{ enabled: 'yes' }, "`enabled` is 'yes'"],
    [{ values: 'all' }, "`values` is 'all'"],
    [{ errors: 'throw' }, "`errors` is 'throw'"],
    [{ enforce: 'normal' }, "`enforce` is 'normal'"],
    [{ root: '' }, "`root` is ''"],
    [{ console: 'on' }, "`console` is 'on'"],
    [{ babel: 'babel.config.js' }, "`babel` is 'babel.config.js'"],
    [['src/**'], '`options` is an array'],
    ['src/**', "`options` is 'src/**'"],
    [null, '`options` is null'],
  ])('%j', (options, message) => {
    const error = refusal(options)
    expect(error.code).toBe('wrong-type')
    expect(error.message).toContain(message)
    expect(error.hint).toMatch(/^Give /)
  })

  test.each([
    [{ include: '#f' }, '`include`'],
    [{ include: ['src/**', 'src/a.ts#'] }, '`include[1]`'],
    [{ exclude: ['src/**=deep'] }, '`exclude[0]`'],
  ])('selector in %j', (options, path) => {
    const error = refusal(options)
    expect(error.code).toBe('bad-selector')
    expect(error.message).toContain(path)
  })

  test.each([
    [{ depht: 1 }, 'unknown-option', '`values.depht`', 'Did you mean `depth`?'],
    [{ depth: -1 }, 'wrong-type', '`values.depth`', 'a whole number'],
    [{ fields: 1.5 }, 'wrong-type', '`values.fields`', 'a whole number'],
    [{ redact: 'pin' }, 'wrong-type', '`values.redact`', 'an array of words'],
    [{ patterns: [/x/] }, 'wrong-type', '`values.patterns`', 'true or false'],
    [{ budget: 2 }, 'wrong-type', '`values.budget`', 'from 0 to 1'],
    [{ burst: Infinity }, 'wrong-type', '`values.burst`', 'milliseconds'],
  ])('limits of values that are none: %j', (values, code, path, hint) => {
    const error = refusal({ values })
    expect(error.code).toBe(code)
    expect(`${error.message} ${error.hint}`).toContain(path)
    expect(`${error.message} ${error.hint}`).toContain(hint)
  })

  test('limits of values go to the pass', () => {
    expect(resolveOptions({ values: { depth: 1, budget: false, redact: ['pin'] } }).values).toEqual({
      depth: 1,
      budget: false,
      redact: ['pin'],
    })
  })

  test('levels that are not available yet', () => {
    expect(refusal({ level: 'flow' })).toMatchObject({ code: 'level-not-available', hint: 'Use `calls`.' })
    expect(refusal({ include: ['src/**=variables'] })).toMatchObject({ code: 'level-not-available' })
  })

  test('an option that is undefined counts as not given', () => {
    expect(resolveOptions({ include: undefined } as never)).toEqual(resolveOptions())
  })
})
