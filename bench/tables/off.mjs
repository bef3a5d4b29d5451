import { allOf, buildProgram } from '../build.mjs'
import { engines } from '../measure/engines.mjs'
import { meanRatio, middle, ratio, refuseDifferent } from '../measure/statistics.mjs'
import { PROGRAMS } from '../programs.mjs'
import { atMost, range } from '../report.mjs'

/**
 * Programs whose library is instrumented in every function, switched off.
 *
 * @param {import('../settings.mjs').Settings} settings
 * @returns {Promise<import('../report.mjs').Table[]>}
 */
export async function off(settings) {
  const programs = PROGRAMS.filter(({ name }) => !settings.only.length || settings.only.includes(name))
  const scripts = []
  for (const program of programs) scripts.push(await buildAll(program, settings))
  const tables = []
  for (const engine of await engines(settings.engines)) tables.push(await tableOf(engine, programs, scripts, settings))
  return tables
}

/** The first copy of a program that an engine loads is a little faster or slower than all others: it is there, and not counted. */
const variantsOf = ({ packages }, { against }) => {
  const options = { include: allOf(packages), enabled: 'idle' }
  return [
    { name: 'first' },
    { name: 'bare' },
    { name: 'bare again' },
    { name: 'off', options },
    { name: 'off, trivial functions too', options: { ...options, trivial: true } },
    ...against.map((root) => ({ name: `off by ${root.split('/').at(-1)}`, options, root })),
  ]
}
const BARE = 1
const OFF = 3

const buildAll = (program, settings) => Promise.all(variantsOf(program, settings).map((variant) => buildProgram(program.name, variant)))

async function tableOf(engine, programs, scripts, settings) {
  const names = variantsOf({ packages: [] }, settings).map(({ name }) => name)
  const others = names.map((_, i) => i).slice(BARE + 1)
  const measured = []
  const rows = []
  for (const [i, { name, does }] of programs.entries()) {
    const processes = []
    for (let n = 0; n < settings.processes; n++) processes.push(await engine.measure(scripts[i], settings.pace))
    for (const { digests } of processes) refuseDifferent(`${name} in ${engine.name}`, names, digests)
    measured.push(processes)
    rows.push([`${name} ${does}`, `${middle(processes, BARE).toPrecision(3)} ms`, ...others.map((of) => range(ratio(processes, of, BARE)))])
    settings.progress(`off: ${engine.name}: ${rows.at(-1).join('  ')}`)
  }
  const means = others.map((of) => range(meanRatio(measured, of, BARE)))
  const worst = measured.map((processes) => ratio(processes, OFF, BARE)).sort((a, b) => b.value - a.value)[0]
  return {
    id: 'off',
    title: `Off, in ${engine.name}`,
    about:
      'Every function of the library bears a probe that is switched off, as a production build makes it (trivial functions are left out) and ' +
      'with trivial functions too. In times of the bare program, with a 95 % interval.',
    head: ['a run', 'bare', ...names.slice(BARE + 1)],
    rows: [...rows, ['geometric mean', '', ...means]],
    targets: [
      atMost(`geometric mean, ${engine.name}`, 1.05, meanRatio(measured, OFF, BARE)),
      atMost(`worst program, ${engine.name}`, 1.25, worst),
    ],
  }
}
