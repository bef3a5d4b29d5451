import { createRecorder } from '@spoor/trace'

const FUNCTIONS = 400
const FILES = 40

/**
 * A recording of as many calls as are asked for, as our recorder writes it: trees some ten levels deep with small values, a fifth of the
 * functions async and suspended once, one call in two hundred throwing; every hundredth tree is what a request set off.
 *
 * @param {number} calls
 * @returns {Generator<Buffer>} some 20,000 lines each
 */
export function* bigRecording(calls) {
  const limits = { first: Infinity, last: 0, perSecond: Infinity, rate: Infinity, queue: Infinity }
  const recorder = createRecorder({
    platform: 'node',
    title: 'node big.js',
    versions: {},
    stream: 'b'.repeat(16),
    origin: 1_764_000_000_000,
    limits,
  })
  const player = new Player(recorder, calls)
  while (player.seq < calls) {
    player.tree()
    if (recorder.waiting > 20_000) yield Buffer.from(recorder.take(player.time))
  }
  yield Buffer.from(recorder.take(player.time, 'exit'))
}

class Player {
  time = 1
  seq = 0
  #trees = 0
  #state = 12_345
  #recorder
  #calls
  #sites = Array.from({ length: FUNCTIONS }, (_, i) => ({
    id: `src/m${i % FILES}.ts#fn${i}`,
    file: `src/m${i % FILES}.ts`,
    name: `fn${i}`,
    line: i + 1,
    column: 3,
    kind: 'function',
    async: i % 5 === 0,
    generator: false,
    params: ['id', 'label'],
  }))

  constructor(recorder, calls) {
    this.#recorder = recorder
    this.#calls = calls
  }

  tree() {
    if (this.#trees++ % 100) return this.#call(0, 0)
    const seq = ++this.seq
    const start = this.time
    this.#call(0, seq)
    const request = {
      type: 'request',
      seq,
      parent: 0,
      side: 'server',
      method: 'GET',
      url: `/items/${seq % 50}`,
      start,
      end: this.time,
      status: 200,
    }
    this.#recorder.request({ ...request, trace: 'a'.repeat(32), span: seq.toString(16).padStart(16, '0') })
  }

  #call(depth, parent) {
    const site = this.#sites[Math.floor(this.#dice() * this.#dice() * FUNCTIONS)]
    const seq = ++this.seq
    const call = {
      type: 'call',
      seq,
      site,
      parent,
      createdBy: 0,
      depth,
      start: this.time,
      end: undefined,
      ran: 0,
      waited: 0,
      outcome: 'running',
    }
    call.args = [seq % 100, `item ${seq % 1000}`]
    this.#recorder.enter(call)
    this.time += 0.002 + this.#dice() * 0.01
    const below = depth < 12 && this.#dice() < 0.7 ? Math.floor(this.#dice() * 4) : 0
    for (let i = 0; i < below && this.seq < this.#calls; i++) this.#call(depth + 1, seq)
    if (site.async) this.#suspend(call)
    this.time += 0.001
    this.#end(call)
  }

  #suspend(call) {
    call.ran = this.time - call.start
    this.#recorder.pause(call)
    call.waited = this.#dice() / 2
    this.time += call.waited
    this.#recorder.resume(call)
  }

  #end(call) {
    call.end = this.time
    call.ran = call.end - call.start - call.waited
    call.outcome = this.#dice() < 0.005 ? 'threw' : 'returned'
    if (call.outcome === 'threw') call.error = { k: 'error', name: 'TypeError', message: `no item ${call.seq % 7}` }
    else
      call.value = {
        k: 'object',
        name: 'Object',
        props: [
          ['id', call.seq],
          ['ok', true],
        ],
        size: 2,
      }
    this.#recorder.exit(call)
  }

  /** Numbers that look random, always the same. */
  #dice() {
    this.#state = (this.#state * 1_103_515_245 + 12_345) & 0x7fffffff
    return this.#state / 0x7fffffff
  }
}
