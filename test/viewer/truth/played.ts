import type { CallEvent, RequestEvent, Site, Snapshot } from '@spoor/shared'
import { createRecorder } from '@spoor/trace'
import type { Recorder } from '@spoor/trace'
import type { Dice } from '../../trace/program.ts'

/** What a recorder wrote: its files in their order. */
export interface Played {
  stream: string
  files: string[]
}

/**
 * A page and a server that play at random, the server answering the page's requests, as the recorder writes them, in parts.
 * @param isPlain whether it is such that who took which time is plain from its lines in their order: without limits, by which some is left
 * out and some comes late, with generators that only their callers ask to go on, and with errors that are known when calls end
 */
export function played(dice: Dice, isPlain: boolean): Played[] {
  const sent: string[] = []
  const page = new Player(dice, 'a1', isPlain, (request) => void sent.push(request.span))
  page.play(10 + dice() * 60)
  const server = new Player(dice, 'b2', isPlain, () => {}, sent)
  server.play(10 + dice() * 60)
  return [page.written(), server.written()]
}

const NAMES = ['plain', 'später', 'one of', 'Button', 'useCart', 'Cart.total']

const SITES: Site[] = NAMES.map((name, i) => ({
  id: `src/shop.ts#${name}`,
  file: 'src/shop.ts',
  name,
  line: i + 1,
  column: 3,
  kind: 'function',
  async: i === 1,
  generator: i === 2,
  params: i % 2 ? [] : ['cart', '...more'],
}))

const VALUES: Snapshot[] = [
  1.5,
  'größe "ü" 🛒\n',
  '","error":{"k":',
  true,
  null,
  { k: 'array', name: 'Array', items: ['a,b', 2], size: 2 },
  { k: 'object', name: 'Cart', props: [['total', 12.5]], size: 1 },
  { k: 'opaque', name: 'Promise' },
]

const ERRORS: (Snapshot | undefined)[] = [
  { k: 'error', name: 'RangeError', message: 'nichts für "42"' },
  { k: 'error', name: 'Error', message: 'NEXT_REDIRECT;/' },
  { k: 'error', name: 'Error', message: 'Sold out' },
  'text',
  undefined,
]

/** One thread on a clock of its own, which a recorder watches. */
class Player {
  readonly #dice: Dice
  readonly #recorder: Recorder
  readonly #stream: string
  readonly #isPlain: boolean
  readonly #onRequest: (request: RequestEvent) => void
  readonly #answers: string[]
  readonly #stack: (CallEvent | RequestEvent)[] = []
  readonly #suspended: { call: CallEvent; since: number }[] = []
  readonly #ended: CallEvent[] = []
  readonly #files: string[] = ['']
  #time = 0
  #seq = 0

  constructor(dice: Dice, stream: string, isPlain: boolean, onRequest: (request: RequestEvent) => void, answers: string[] = []) {
    this.#dice = dice
    this.#isPlain = isPlain
    this.#stream = stream.padStart(16, '0')
    this.#recorder = createRecorder({
      platform: 'node',
      title: `node ${stream}.js`,
      versions: {},
      stream: this.#stream,
      origin: 1_700_000_000_000 + Math.floor(dice() * 3) * 0.5,
      clock: 0,
      limits: !isPlain && dice() < 0.5 ? { first: 4, last: 2, queue: 12, depth: 4 } : {},
    })
    this.#onRequest = onRequest
    this.#answers = answers
  }

  play(steps: number): void {
    for (let i = 0; i < steps; i++) this.#step()
    if (this.#dice() < 0.3) return
    while (this.#stack.length) this.#leave()
    if (this.#dice() < 0.5) this.#take('exit')
  }

  written(): Played {
    this.#take()
    return { stream: this.#stream, files: this.#files }
  }

  #step(): void {
    this.#time += Math.ceil(this.#dice() * 8) / 4
    const what = this.#dice()
    if (what < 0.35) this.#enter()
    else if (what < 0.55) this.#leave()
    else if (what < 0.65) this.#suspend()
    else if (what < 0.75) this.#goOn()
    else if (what < 0.8) this.#mark()
    else if (what < 0.88) this.#request()
    else if (what < 0.92) this.#learn()
    else if (what < 0.97) this.#take()
    else this.#rotate()
  }

  #enter(): void {
    const site = this.#one(SITES)
    const above = this.#stack.at(-1)
    const call: CallEvent = {
      type: 'call',
      seq: ++this.#seq,
      site,
      parent: above?.seq ?? 0,
      createdBy: !above && this.#ended.length && this.#dice() < 0.3 ? this.#one(this.#ended).seq : 0,
      depth: above ? ('depth' in above ? above.depth + 1 : 0) : 0,
      start: this.#time,
      end: undefined,
      ran: 0,
      waited: 0,
      outcome: 'running',
      args: this.#dice() < 0.8 ? site.params.map(() => this.#one(VALUES)) : undefined,
      value: undefined,
      error: undefined,
    }
    this.#stack.push(call)
    this.#recorder.enter(call)
  }

  #leave(): void {
    const top = this.#stack.pop()
    if (!top) return
    top.end = this.#time += 0.25
    if (top.type === 'request') {
      top.status = this.#one([200, 404, 503])
      return this.#recorder.request(top)
    }
    top.ran = top.end - top.start - top.waited
    top.outcome = this.#one(['returned', 'returned', 'returned', 'promised', 'threw', 'threw', 'closed'] as const)
    if (top.outcome === 'threw') top.error = this.#one(this.#isPlain ? ERRORS.slice(0, -1) : ERRORS)
    else if (top.outcome === 'returned') top.value = this.#one(VALUES)
    this.#ended.push(top)
    this.#recorder.exit(top)
  }

  #suspend(): void {
    const call = this.#stack.at(-1)
    if (call?.type !== 'call' || !(call.site.async || call.site.generator)) return
    this.#stack.pop()
    call.ran = this.#time - call.start - call.waited
    this.#suspended.push({ call, since: this.#time })
    this.#recorder.pause(call)
  }

  #goOn(): void {
    // Whoever is running asks a generator to go on; what waits goes on by itself.
    const at = this.#suspended.findIndex(({ call }) => (call.site.generator ? this.#mayAsk(call) : !this.#stack.length))
    const [next] = at < 0 ? [] : this.#suspended.splice(at, 1)
    if (!next) return
    next.call.waited += this.#time - next.since
    this.#stack.push(next.call)
    this.#recorder.resume(next.call)
  }

  #mayAsk({ parent }: CallEvent): boolean {
    if (!this.#isPlain) return true
    const isThere = [...this.#stack, ...this.#suspended.map(({ call }) => call)].some(({ seq }) => seq === parent)
    return isThere ? this.#stack.at(-1)?.seq === parent : !this.#stack.length
  }

  #mark(): void {
    const data = this.#dice() < 0.5 ? this.#one(VALUES) : undefined
    this.#recorder.mark({
      type: 'mark',
      seq: ++this.#seq,
      parent: this.#stack.at(-1)?.seq ?? 0,
      time: this.#time,
      name: `mark ${this.#seq % 4}`,
      data,
    })
  }

  #request(): void {
    const parentSpan = this.#answers.splice(Math.floor(this.#dice() * this.#answers.length), 1)[0]
    const isServer = parentSpan !== undefined
    if (isServer && this.#stack.length) return
    const request: RequestEvent = {
      type: 'request',
      seq: ++this.#seq,
      parent: isServer ? 0 : (this.#stack.at(-1)?.seq ?? 0),
      side: isServer ? 'server' : 'client',
      method: this.#one(['GET', 'POST']),
      url: `/of/${this.#seq}`,
      start: this.#time,
      end: undefined,
      status: undefined,
      error: undefined,
      trace: 'a'.repeat(32),
      span: `${this.#stream.slice(-2)}${String(this.#seq).padStart(14, '0')}`,
      parentSpan,
    }
    this.#recorder.request(request)
    if (isServer) return void this.#stack.push(request)
    this.#onRequest(request)
    // Some are under way until the end.
    if (this.#dice() < 0.2) return
    this.#recorder.request({ ...request, ...this.#one([{ status: 200 }, { status: 500 }, { error: 'ECONNRESET' }]), end: this.#time + 2 })
  }

  #learn(): void {
    const call = this.#ended.findLast(({ outcome, error }) => outcome === 'threw' && error === undefined)
    if (!call) return
    call.error = this.#one(ERRORS) ?? 'learnt'
    this.#recorder.learn(call)
  }

  #take(ends?: 'exit' | 'rotate'): void {
    this.#files[this.#files.length - 1] += this.#recorder.take(this.#time, ends)
  }

  #rotate(): void {
    this.#take('rotate')
    this.#recorder.nextPart()
    this.#files.push('')
  }

  #one<T>(of: readonly T[]): T {
    return of[Math.floor(this.#dice() * of.length)]!
  }
}
