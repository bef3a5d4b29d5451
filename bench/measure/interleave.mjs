// Runs as it is in Node and in browsers: imports nothing.

/**
 * @typedef {object} Program one build of a program
 * @property {() => unknown} run does the work once; may give a promise
 * @property {(result: unknown) => string} digest a checksum of what `run` gave
 *
 * @typedef {object} Pace
 * @property {number} rounds samples of each program
 * @property {number} sampleMs about how long a sample takes
 * @property {number} warmMs how long each program runs before anything is measured
 * @property {boolean} [cpu] time that the process spent on a processor, in place of time: for machines that are busy (Node only)
 *
 * @typedef {object} Measured
 * @property {number[][]} samples program -> round -> milliseconds of one run
 * @property {string[]} digests program -> checksum of its first results and its last; 'a|b' where they differ
 */

/**
 * Measures programs in turn, so that what disturbs the machine disturbs all of them: A B C, C B A, B C A, A C B, ...
 *
 * @param {Program[]} programs
 * @param {Pace} pace
 * @returns {Promise<Measured>}
 */
export async function interleave(programs, { rounds, sampleMs, warmMs, cpu = false }) {
  const now = cpu ? cpuTime : () => performance.now()
  const seen = programs.map(() => new Set())
  const loops = await warmUp(programs, seen, warmMs, sampleMs, now)
  const samples = programs.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const i of orderOf(round, programs.length)) {
      const { ms, result } = await time(programs[i], loops[i], now)
      samples[i].push(ms / loops[i])
      if (round === rounds - 1) seen[i].add(programs[i].digest(result))
    }
  }
  return { samples, digests: seen.map((texts) => [...texts].join('|')) }
}

/** Runs all of them in turn for `warmMs` each. @returns how many runs of each make a sample */
async function warmUp(programs, seen, warmMs, sampleMs, now) {
  const fastest = programs.map(() => Infinity)
  const spent = programs.map(() => 0)
  while (spent.some((ms) => ms < warmMs)) {
    for (const [i, program] of programs.entries()) {
      const loops = runsIn(warmMs / 10, fastest[i])
      const { ms, result } = await time(program, loops, now)
      if (!seen[i].size) seen[i].add(program.digest(result))
      spent[i] += ms
      fastest[i] = Math.min(fastest[i], ms / loops)
    }
  }
  return fastest.map((ms) => runsIn(sampleMs, ms))
}

const runsIn = (ms, each) => Math.max(1, Math.round(ms / each))

async function time({ run }, loops, now) {
  let result
  const start = now()
  for (let i = 0; i < loops; i++) {
    result = run()
    if (typeof result?.then === 'function') result = await result
  }
  return { ms: now() - start, result }
}

function cpuTime() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Every other round is the one before it backwards, and every two rounds another one comes first. */
export function orderOf(round, count) {
  const order = Array.from({ length: count }, (_, i) => (i + (round >> 1)) % count)
  return round % 2 ? order.reverse() : order
}
