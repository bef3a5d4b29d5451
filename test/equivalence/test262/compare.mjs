import { nameOf } from './conditions.mjs'
import { instrument } from './instrument.mjs'
import { run } from './run.mjs'
import { giveBackTexts } from './texts.mjs'

/**
 * @typedef {object} Seen what a variant did under one condition
 * @property {string} test
 * @property {'sloppy' | 'strict' | 'module'} mode
 * @property {string} condition
 * @property {'same' | 'flip' | 'text' | 'words' | 'unsteady' | 'no-function' | 'not-parsed' | 'not-inside'} result
 *   `text`: a flip that is gone once functions give their own text back; `words`: this platform fails it, with Spoor too and by the same
 *   kind of error, only its message quotes the text around it; `unsteady`: does not agree with itself
 * @property {boolean} [passes] whether the test passes on this platform, bare
 * @property {string} [bare] the outcome where it flips
 * @property {string} [traced]
 * @property {number} [sites] functions with a probe
 * @property {string[]} [skipped] reasons why others bear none
 */

/** Runs a variant bare, once for each text, and under every condition. @returns {AsyncGenerator<Seen>} */
export async function* compare(root, variant, conditions) {
  const bareOutcomes = new Map()
  for (const condition of conditions) {
    const seen = { test: variant.name, mode: variant.mode, condition: nameOf(condition) }
    const texts = instrument(variant, condition)
    if (texts.nothing) {
      yield { ...seen, result: texts.nothing }
      continue
    }
    const { bare: code, traced, sites, skipped } = texts
    if (!bareOutcomes.has(code)) bareOutcomes.set(code, await run(root, variant, code))
    const bare = bareOutcomes.get(code)
    const outcome = await run(root, variant, traced, condition)
    const passes = passed(bare, variant.meta)
    if (outcome === bare) yield { ...seen, result: 'same', passes, sites, skipped }
    else
      yield { ...seen, result: await judge(root, variant, condition, texts, bare, outcome), passes, bare, traced: outcome, sites, skipped }
  }
}

const passed = (outcome, { negative }) =>
  negative ? outcome.startsWith('threw ') : /^(?:completed|printed Test262:AsyncTestComplete)$/.test(outcome)

async function judge(root, variant, condition, { bare: code, traced }, bare, outcome) {
  if ((await run(root, variant, code)) !== bare) return 'unsteady'
  if ((await run(root, variant, traced, condition)) === bare) return 'unsteady'
  if ((await run(root, variant, traced, condition, giveBackTexts(code, traced, variant))) === bare) return 'text'
  return !passed(bare, variant.meta) && kindOf(bare) !== undefined && kindOf(bare) === kindOf(outcome) ? 'words' : 'flip'
}

/** `threw TypeError: x is no function` -> `TypeError`; of errors of the engine's own, for those of the suite say what differs. */
const kindOf = (outcome) => /^threw ((?:Type|Reference|Range|Syntax)Error): /.exec(outcome)?.[1]
