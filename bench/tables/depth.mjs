import { buildProgram } from '../build.mjs'
import { engines } from '../measure/engines.mjs'
import { atLeast, percent } from '../report.mjs'

const INCLUDE = { include: 'bench/programs/depth/**', trivial: true }

const VARIANTS = [
  { name: 'bare' },
  { name: 'bare again' },
  { name: 'off', options: { ...INCLUDE, enabled: 'idle' } },
  { name: 'on', options: { ...INCLUDE, enabled: true } },
]

/**
 * How many calls of a tiny function the stack holds.
 *
 * @param {import('../settings.mjs').Settings} settings
 * @returns {Promise<import('../report.mjs').Table[]>}
 */
export async function depth(settings) {
  const files = await Promise.all(VARIANTS.map((variant) => buildProgram('depth', variant)))
  const rows = []
  const targets = []
  for (const engine of await engines(settings.engines)) {
    const found = []
    for (const file of files) found.push(await engine.evaluate(file))
    for (const state of ['cold', 'warm']) {
      const [bare, again, off, on] = found.map((one) => one[state])
      rows.push([`${engine.name}, ${state}`, String(bare), percent(again / bare), percent(off / bare), percent(on / bare)])
      targets.push(atLeast(`off, ${engine.name}, ${state}`, 0.75, { value: off / bare }, percent))
    }
  }
  return [
    {
      id: 'depth',
      title: 'Recursion',
      about:
        'How many calls of a tiny function the stack holds. *Cold* is the first time, when V8 interprets it; *warm* is after a million calls.',
      head: ['', 'bare', ...VARIANTS.slice(1).map(({ name }) => name)],
      rows,
      targets,
    },
  ]
}
