import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const WORKER = join(import.meta.dirname, 'worker.mjs')
// Without a cache, as it would keep the realms that scripts were compiled for.
const FLAGS = ['--experimental-vm-modules', '--no-warnings', '--no-compilation-cache', '--stack-size=900']
const OPTIONS = { execArgv: FLAGS, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }
const AT_ONCE = 50
/** A worker is replaced after so many tests: what they leave behind adds up. */
const PER_WORKER = 2000
const SILENCE_MS = 120_000

/**
 * Runs tests in worker processes, and tells of each lot what was seen.
 * @param {{ root: string, tests: string[], conditions: import('./conditions.mjs').Condition[], jobs: number }} work
 * @param {(seen: import('./compare.mjs').Seen[], tests: number) => void} tell
 */
export async function runAll({ root, tests, conditions, jobs }, tell) {
  const lots = []
  for (let at = 0; at < tests.length; at += AT_ONCE) lots.push(tests.slice(at, at + AT_ONCE))
  const serve = async () => {
    const hands = createHands()
    for (let lot = lots.shift(); lot; lot = lots.shift()) await runLot(hands, { root, conditions }, lot, tell)
    hands.end()
  }
  await Promise.all(Array.from({ length: jobs }, serve))
}

/** A lot that takes its worker down is run again in halves, until the test that does it is alone. */
async function runLot(hands, work, tests, tell) {
  const seen = await hands.run({ ...work, tests })
  if (seen) return tell(seen, tests.length)
  if (tests.length === 1) return tell([{ test: tests[0], mode: 'sloppy', condition: 'all', result: 'died' }], 1)
  const middle = tests.length >> 1
  await runLot(hands, work, tests.slice(0, middle), tell)
  await runLot(hands, work, tests.slice(middle), tell)
}

/** One worker at a time, begun anew when it has run enough, has died or says nothing any more. */
function createHands() {
  let worker
  let done = 0
  const end = () => {
    worker?.process.kill('SIGKILL')
    worker = undefined
    done = 0
  }
  async function run(work) {
    if (done + work.tests.length > PER_WORKER) end()
    done += work.tests.length
    worker ??= await startWorker()
    const seen = await worker.run(work)
    if (!seen) end()
    return seen
  }
  return { run, end }
}

/** @throws where it does not even start */
async function startWorker() {
  const worker = fork(WORKER, OPTIONS)
  const [message] = await Promise.race([once(worker, 'message'), once(worker, 'exit')])
  if (!message?.ready) throw new Error('a worker did not start')
  return { process: worker, run: (work) => answerOf(worker, work) }
}

/** What it saw; nothing where it died, or was silent for too long. */
function answerOf(worker, work) {
  return new Promise((resolve) => {
    const silence = setTimeout(() => worker.kill('SIGKILL'), SILENCE_MS)
    worker.on('message', ({ seen }) => (seen ? worker.emit('answer', seen) : silence.refresh()))
    worker.once('exit', () => worker.emit('answer'))
    worker.once('answer', (seen) => {
      clearTimeout(silence)
      worker.removeAllListeners()
      resolve(seen)
    })
    worker.send(work)
  })
}
