import { buildProgram } from '../build.mjs'
import { engines } from '../measure/engines.mjs'
import { installed } from '../measure/installed.mjs'
import { meanRatio, middle, ratio, refuseDifferent } from '../measure/statistics.mjs'
import { PROGRAMS } from '../programs.mjs'
import { atLeast, atMost, range, times } from '../report.mjs'

const OPEN_TELEMETRY = ['@opentelemetry/api@1.9.0', '@opentelemetry/sdk-trace-base@2.12.1']

/**
 * What a recorded call costs, and what it adds to programs whose own functions are recorded.
 *
 * @param {import('../settings.mjs').Settings} settings
 * @returns {Promise<import('../report.mjs').Table[]>}
 */
export async function on(settings) {
  const running = (await engines(settings.engines)).filter(({ name }) => name.startsWith('Node'))
  return [await calls(running, settings), await programs(await engines(settings.engines), settings)]
}

const F = { include: 'bench/programs/calls/**', enabled: true }

/** Name of the file in `programs/`, and how it is built. */
const CALLS = [
  ['calls', { name: 'bare' }],
  ['calls', { name: 'bare again' }],
  ['clock', { name: 'two clock reads' }],
  ['calls', { name: 'on, values not kept', options: { ...F, values: false } }],
  ['span', { name: 'span' }],
]
const VALUES = [
  ['values', { name: 'bare values' }],
  // Each of them in full, whatever they take.
  ['values', { name: 'on, values kept', options: { ...F, values: { budget: false } }, read: true }],
]

async function calls(running, { pace, processes, progress }) {
  const nodePaths = [installed('opentelemetry', OPEN_TELEMETRY)]
  const build = (list) => Promise.all(list.map(([file, variant]) => buildProgram(file, variant, { nodePaths })))
  const files = await build(CALLS)
  const kept = await build(VALUES)
  const rows = []
  const targets = []
  for (const engine of running) {
    const [measured, values] = [[], []]
    for (let n = 0; n < processes; n++) {
      measured.push(await engine.measure(files, pace))
      values.push(await engine.measure(kept, pace))
    }
    for (const { digests } of measured)
      refuseDifferent(
        'calls',
        CALLS.map(([, { name }]) => name),
        digests,
      )
    for (const { digests } of values)
      refuseDifferent(
        'values',
        VALUES.map(([, { name }]) => name),
        digests,
      )
    const ns = (processes, of) => middle(processes, of) * 1000
    const cost = ns(values, 1) - ns(values, 0)
    const timed = ratio(measured, 3, 2)
    const bytes = [await engine.bytes(files[2]), await engine.bytes(files[3])]
    const row = (what, ns, more = '') => rows.push([`${what}, ${engine.name}`, `${ns.toFixed(ns < 10 ? 2 : 0)} ns`, more])
    row('bare call', ns(measured, 0))
    row('bare again', ns(measured, 1), range(ratio(measured, 1, 0)))
    row('two clock reads around it', ns(measured, 2))
    row('recorded, values not kept', ns(measured, 3), `${range(timed)} of two clock reads`)
    row('recorded, small values kept', cost, 'added to the call')
    row('OpenTelemetry span', ns(measured, 4), `${range(ratio(measured, 4, 3))} of a recorded call`)
    rows.push([
      `allocated by two clock reads, by a recorded call, ${engine.name}`,
      `${bytes.map((count) => count.toFixed(0)).join(', ')} B`,
      '',
    ])
    targets.push(
      atMost(`a call, values not kept, times two clock reads, ${engine.name}`, 1.5, timed),
      atMost(`a call, small values kept, ${engine.name}`, 1500, { value: cost }, (value) => `${value.toFixed(0)} ns`),
      atMost(
        `bytes that a call allocates, over two clock reads, ${engine.name}`,
        0.5,
        { value: bytes[1] - bytes[0] },
        (value) => `${value.toFixed(1)} B`,
      ),
      atLeast(`a span costs times a recorded call, ${engine.name}`, 10, ratio(measured, 4, 3), times),
    )
    progress(
      `on: ${rows
        .slice(-7)
        .map((cells) => cells.join(' '))
        .join('; ')}`,
    )
  }
  return {
    id: 'on',
    title: 'On: a call',
    about: `Of a function that does next to nothing. The span is OpenTelemetry's (${OPEN_TELEMETRY[1]}, batch processor, an exporter that does nothing).`,
    head: ['', 'a call', ''],
    rows,
    targets,
  }
}

/** Programs of this folder that are written as people write theirs: functions of their own that use a library. */
const APPS = ['react-dom', 'hono', 'mobx', 'immer', 'postcss', 'zod', 'three']

async function programs(running, { pace, processes, only, progress }) {
  const apps = PROGRAMS.filter(({ name }) => APPS.includes(name) && (!only.length || only.includes(name)))
  const options = (name) => ({ include: `bench/programs/${name}.mjs`, enabled: true })
  const variants = (name) => [
    { name: 'first' },
    { name: 'bare' },
    { name: 'bare again' },
    { name: 'on', options: options(name), read: true },
    { name: 'on, values not kept', options: { ...options(name), values: false } },
  ]
  const rows = []
  const targets = []
  for (const engine of running) {
    const all = []
    for (const { name, does } of apps) {
      const files = await Promise.all(variants(name).map((variant) => buildProgram(name, variant)))
      const measured = []
      for (let n = 0; n < processes; n++) measured.push(await engine.measure(files, pace))
      for (const { digests } of measured)
        refuseDifferent(
          name,
          variants(name).map((variant) => variant.name),
          digests,
        )
      all.push(measured)
      rows.push([
        `${name} ${does}, ${engine.name}`,
        `${middle(measured, 1).toPrecision(3)} ms`,
        ...[2, 3, 4].map((of) => range(ratio(measured, of, 1))),
      ])
      progress(`on: ${rows.at(-1).join('  ')}`)
    }
    const means = [2, 3, 4].map((of) => meanRatio(all, of, 1))
    rows.push([`geometric mean, ${engine.name}`, '', ...means.map(range)])
    targets.push(
      atMost(`geometric mean, values kept, ${engine.name}`, 1.15, means[1]),
      atMost(`geometric mean, values not kept, ${engine.name}`, 1.15, means[2]),
    )
  }
  return {
    id: 'on',
    title: 'On: programs',
    about:
      "The program's own functions are recorded (components, handlers, recipes, callbacks), the libraries that they use are not. " +
      'Values are kept within their budget (see [recording](recording.md#what-values-may-cost)), as they are by default.',
    head: ['a run', 'bare', 'bare again', 'on', 'on, values not kept'],
    rows,
    targets,
  }
}
