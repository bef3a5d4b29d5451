import { markdown } from './table.mjs'

/**
 * @typedef {object} Checkout what `spoor check` said of one library's own tests, with probes in one state
 * @property {string} name
 * @property {string} version
 * @property {string} command
 * @property {string} runner
 * @property {number} tests
 * @property {number} passedBare
 * @property {number} passedInstrumented
 * @property {number} flips
 * @property {number} functions
 * @property {number} leftAlone functions that bear no probe
 * @property {'absent' | 'off' | 'on'} probes
 * @property {string} [note]
 */

/** A row for each library, whatever the number of its runs. */
export function checkoutsText(/** @type {Checkout[] | undefined} */ checkouts) {
  if (!checkouts?.length) return 'Not run yet.'
  const libraries = [...new Set(checkouts.map(({ name }) => name))].map((name) => checkouts.filter((one) => one.name === name))
  const head = ['library', 'runner', 'functions traced', 'tests', 'pass bare', 'no runtime', 'off', 'on', 'flipped']
  return [markdown(head, libraries.map(rowOf)), libraries.map(noteOf).filter(Boolean).join('\n')].join('\n\n')
}

function rowOf(/** @type {Checkout[]} */ runs) {
  const [{ name, version, runner, functions, tests, passedBare }] = /** @type {[Checkout]} */ (runs)
  const passed = (/** @type {string} */ state) => runs.find(({ probes }) => probes === state)?.passedInstrumented ?? 'not run'
  const flips = Math.max(...runs.map((run) => run.flips))
  return [`${name} ${version}`, runner, functions, tests, passedBare, passed('absent'), passed('off'), passed('on'), flips]
}

const noteOf = (/** @type {Checkout[]} */ runs) =>
  [...new Set(runs.flatMap(({ name, note }) => (note ? `- ${name}: ${note}` : [])))].join('\n')
