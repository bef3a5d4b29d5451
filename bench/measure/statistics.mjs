import { geometricMean, mean, median, quantile } from 'simple-statistics'

/**
 * @typedef {object} Ratio how many times the time of another something takes
 * @property {number} value median over rounds
 * @property {number} low
 * @property {number} high with `low`, what it lies between with a confidence of 95 %
 */

/** A program that gave another result than the one that it was to be compared with. */
export class DifferentOutput extends Error {
  name = 'DifferentOutput'
}

/**
 * @param {string} what
 * @param {string[]} names of the variants
 * @param {string[]} digests of their results
 * @throws {DifferentOutput} unless all of them gave the same result each time
 */
export function refuseDifferent(what, names, digests) {
  const at = digests.findIndex((digest) => digest !== digests[0] || digest.includes('|') || !digest)
  if (at < 0) return
  throw new DifferentOutput(
    `${what}: \`${names[at]}\` did not give what \`${names[0]}\` gave (checksums ${digests[at] || 'none'} and ${digests[0] || 'none'}), ` +
      'so their times say nothing. Find out which function changes the result (spoor check), or mend the program.',
  )
}

/**
 * Ratios of samples that were taken side by side.
 *
 * @param {{ samples: number[][] }[]} processes what `interleave` gave in each process
 * @param {number} of index of one variant
 * @param {number} to index of the other
 * @returns {Ratio}
 */
export function ratio(processes, of, to) {
  const logs = processes.map(({ samples }) => samples[of].map((ms, round) => Math.log(ms / samples[to][round])))
  return interval(logs, (groups) => mean(groups.map((group) => median(group))))
}

/**
 * Geometric mean of ratios, each measured in processes of its own.
 *
 * @param {{ samples: number[][] }[][]} programs program -> process
 * @param {number} of
 * @param {number} to
 * @returns {Ratio}
 */
export function meanRatio(programs, of, to) {
  const ratios = programs.map((processes) => ratio(processes, of, to))
  const value = Math.exp(mean(ratios.map((one) => Math.log(one.value))))
  // Errors of independent measurements add up as squares.
  const spread = Math.sqrt(ratios.reduce((sum, { low, high }) => sum + (Math.log(high / low) / 2) ** 2, 0)) / ratios.length
  return { value, low: value * Math.exp(-spread), high: value * Math.exp(spread) }
}

const RESAMPLES = 400

/** Bootstrap over processes and, within each, over rounds. @returns {Ratio} */
function interval(logs, estimate) {
  const random = generator(1)
  const pick = (list) => list[Math.floor(random() * list.length)]
  const draws = Array.from({ length: RESAMPLES }, () => estimate(logs.map(() => pick(logs)).map((group) => group.map(() => pick(group)))))
  return { value: Math.exp(estimate(logs)), low: Math.exp(quantile(draws, 0.025)), high: Math.exp(quantile(draws, 0.975)) }
}

/** Numbers from 0 to 1 that are the same in every run, so that the same samples always give the same report. */
function generator(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

export { geometricMean, median }

/** Milliseconds of a variant in the middle. */
export const middle = (processes, of) => median(processes.flatMap(({ samples }) => samples[of]))
