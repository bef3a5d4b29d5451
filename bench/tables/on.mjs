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
    const figures = await callFigures(engine, files, kept, { pace, processes })
    const made = callRows(engine, figures)
    rows.push(...made)
    targets.push(...callTargets(engine, figures))
    progress(`on: ${made.map((cells) => cells.join(' ')).join('; ')}`)
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

/** Nanoseconds that each of `CALLS` takes, and what keeping values adds; how the others compare; bytes that two of them allocate. */
async function callFigures(engine, files, kept, { pace, processes }) {
  const [measured, values] = [[], []]
  for (let n = 0; n < processes; n++) {
    measured.push(await engine.measure(files, pace))
    values.push(await engine.measure(kept, pace))
  }
  refuseDifferentOf('calls', CALLS, measured)
  refuseDifferentOf('values', VALUES, values)
  const ns = (runs, of) => middle(runs, of) * 1000
  return {
    each: CALLS.map((_, of) => ns(measured, of)),
    cost: ns(values, 1) - ns(values, 0),
    again: ratio(measured, 1, 0),
    timed: ratio(measured, 3, 2),
    spans: ratio(measured, 4, 3),
    bytes: [await engine.bytes(files[2]), await engine.bytes(files[3])],
  }
}

function refuseDifferentOf(what, list, measured) {
  const names = list.map(([, { name }]) => name)
  for (const { digests } of measured) refuseDifferent(what, names, digests)
}

function callRows({ name }, { each, cost, again, timed, spans, bytes }) {
  const row = (what, ns, more = '') => [`${what}, ${name}`, `${ns.toFixed(ns < 10 ? 2 : 0)} ns`, more]
  return [
    row('bare call', each[0]),
    row('bare again', each[1], range(again)),
    row('two clock reads around it', each[2]),
    row('recorded, values not kept', each[3], `${range(timed)} of two clock reads`),
    row('recorded, small values kept', cost, 'added to the call'),
    row('OpenTelemetry span', each[4], `${range(spans)} of a recorded call`),
    [`allocated by two clock reads, by a recorded call, ${name}`, `${bytes.map((count) => count.toFixed(0)).join(', ')} B`, ''],
  ]
}

function callTargets({ name }, { cost, timed, spans, bytes }) {
  const more = bytes[1] - bytes[0]
  return [
    atMost(`a call, values not kept, times two clock reads, ${name}`, 1.5, timed),
    atMost(`a call, small values kept, ${name}`, 1500, { value: cost }, (value) => `${value.toFixed(0)} ns`),
    atMost(`bytes that a call allocates, over two clock reads, ${name}`, 0.5, { value: more }, (value) => `${value.toFixed(1)} B`),
    atLeast(`a span costs times a recorded call, ${name}`, 10, spans, times),
  ]
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
