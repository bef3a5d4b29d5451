import { conditionOf } from '../test262/conditions.mjs'
import { markdown } from './table.mjs'

/**
 * @typedef {object} Test262
 * @property {string} commit
 * @property {string} node
 * @property {number} files
 * @property {{ condition: string, same: number, words: number, functions: number, flips: number, setAside: number }[]} conditions
 * @property {{ test: string, reason: string }[]} setAside
 * @property {string[]} flipped names of tests
 */

const PROBES = { absent: 'no runtime', off: 'off', on: 'on' }

/** What a run of the suite found, condition by condition; the tests that are set aside are counted, as a file lists them. */
export function test262Text(/** @type {Test262 | undefined} */ found) {
  if (!found) return 'Not run yet.'
  const { commit, node, files, conditions, setAside, flipped } = found
  const what = `test262 at ${commit.slice(0, 10)}, ${count(files)} files, on Node ${node.replace('v', '')}:`
  const head = ['probes', '`errors`', 'runs compared', 'functions traced', 'the same', 'fails in other words', 'set aside', 'flipped']
  return [what, markdown(head, conditions.map(rowOf)), ...asideText(setAside), ...flippedText(flipped)].join('\n\n')
}

function rowOf(/** @type {Test262['conditions'][number]} */ { condition, same, words, functions, flips, setAside }) {
  const { probes, errors, inside } = conditionOf(condition) ?? {}
  const state = PROBES[/** @type {keyof typeof PROBES} */ (probes)]
  const numbers = [same + words + flips + setAside, functions, same, words, setAside, flips]
  return [inside ? `${state}, all inside a function` : state, errors, ...numbers.map(count)]
}

function asideText(/** @type {Test262['setAside']} */ setAside) {
  const reasons = [...new Set(setAside.map(({ reason }) => reason))]
  if (!reasons.length) return []
  const lines = reasons.map((reason) => `- ${setAside.filter((one) => one.reason === reason).length}: ${reason}`)
  return [
    `Set aside are ${setAside.length} tests about the text of functions, named in \`test/equivalence/test262/set-aside.json\`:`,
    lines.join('\n'),
  ]
}

const flippedText = (/** @type {string[]} */ names) =>
  names.length ? [`Flipped:\n\n${names.map((name) => `- \`${name.replace('test/', '')}\``).join('\n')}`] : []

const count = (/** @type {number} */ number) => number.toLocaleString('en-US')
