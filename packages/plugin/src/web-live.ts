// Runs in pages and workers that a dev server serves: sends what happens there to that server, once somebody watches or it is recorded.
import { spoor } from '@spoor/runtime'
import { watchRequests } from '@spoor/runtime/requests'
import { createRecorder, encodeLine, roundTime } from '@spoor/trace'
import type { Recorder, RecorderOptions } from '@spoor/trace'
import { Frames } from './web-frames.ts'
import { page } from './web-page.ts'
import type { Socket } from './web-page.ts'
import { LIVE_LIMITS, OwnProgram } from './web-program.ts'
import { Talk } from './web-talk.ts'

/** What the dev server hands to the page. */
export interface LiveOptions {
  /** Where the server listens: `/__spoor/live`. */
  path: string
  /** By which it knows its own pages; empty: it is asked for. */
  token: string
  /** By which it says which project it serves: another one may have its address later. */
  project?: string
  /** Whether requests are watched, and which other origins get the header `traceparent`. */
  requests: false | { origins: readonly string[] }
  version: string
  /** Whether all is recorded to a file. */
  record: boolean
  /** Whether somebody watches already: then requests are, from the first on. */
  isWatched?: boolean
  /** How much is kept, as `SPOOR_RECORD_OPTIONS` says. */
  limits?: RecorderOptions['limits']
}

/** First word of the protocol between page and server. */
const PROTOCOL = 'spoor.1'

/** Milliseconds between looks at what is to be sent, while anything can be and else, and between tries to connect: at first, at most. */
const INTERVAL = 100
const REST = 1000
const RETRY = 250
const MOST_RETRY = 5000

/** Bytes that the browser may hold for a connection before no more is given to it. */
const MOST_BUFFERED = 2 ** 20

let live: Live | undefined

/** Once is enough. Whatever goes wrong here, the program does not notice. */
export function startLive(options: LiveOptions): void {
  try {
    live ??= new Live(options)
  } catch {
    // A platform without what this needs, or that forbids it: nothing is recorded.
  }
}

class Live {
  readonly #options: LiveOptions
  #token: string
  #recorder!: Recorder
  #frames!: Frames
  readonly #program: OwnProgram
  #talk: Talk | undefined
  #round = 0
  #watching = false
  #socket: Socket | undefined
  #isOpen = false
  #retry = RETRY
  #stop = (): void => {}
  #isOver = false

  constructor(options: LiveOptions) {
    this.#options = options
    this.#token = options.token
    const { isWatched, record } = options
    this.#program = new OwnProgram({ recorder: () => this.#recorder, isRecorded: record, onWatch: (isOn) => this.#watched(isOn) })
    this.#begin()
    if (record || isWatched) this.#watchRequests()
    page.addEventListener?.('pagehide', () => quietly(() => this.#leave()))
    page.addEventListener?.('pageshow', ({ persisted }) => {
      if (persisted) quietly(() => this.#comeBack())
    })
    this.#connect()
    this.#watch()
  }

  #watched(isOn: boolean): void {
    if (!isOn) return
    this.#watchRequests()
    // What is held is sent at once.
    page.setTimeout(() => this.#watch(), 0)
  }

  /** Once they are, they are: the program may hold on to what stands in the place of `fetch`. */
  #watchRequests(): void {
    const { requests } = this.#options
    if (!requests || this.#watching) return
    this.#watching = true
    watchRequests({ origins: requests.origins })
  }

  /** A stream of its own for what happens from now on. */
  #begin(): void {
    this.#stop()
    const { limits, record, version } = this.#options
    this.#recorder = createRecorder({ ...whereThisIs(version), limits: { ...(!record && LIVE_LIMITS), ...limits } })
    this.#frames = new Frames()
    if (record) this.#stop = spoor.subscribe(this.#recorder)
    this.#program.anew()
  }

  #connect(): void {
    const { WebSocket, location } = page
    if (!WebSocket || this.#isOver) return
    if (!this.#token) return void this.#askForToken()
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${this.#options.path}`, [PROTOCOL, this.#token])
    let wasOpen = false
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () =>
      quietly(() => {
        wasOpen = true
        this.#retry = RETRY
        this.#talk = new Talk(this.#program, (text) => quietly(() => socket.send(text)))
        this.#introduce(socket)
      }),
    )
    socket.addEventListener('message', ({ data }) => quietly(() => this.#hear(String(data))))
    socket.addEventListener('close', () =>
      quietly(() => {
        if (this.#socket !== socket) return
        this.#socket = undefined
        this.#isOpen = false
        this.#talk?.close()
        this.#talk = undefined
        this.#program.watch(false)
        if (wasOpen) this.#later()
        else void this.#askForToken()
      }),
    )
    this.#socket = socket
  }

  #introduce(socket: Socket): void {
    socket.send(JSON.stringify({ stream: this.#recorder.stream }))
    this.#talk?.again()
    this.#tell()
  }

  #tell(): void {
    this.#talk?.tell(page.performance.now(), () => {
      const { platform, title } = whereThisIs(this.#options.version)
      return { id: this.#recorder.stream, kind: platform === 'browser' ? 'pages' : 'workers', platform, title }
    })
  }

  #later(): void {
    page.setTimeout(() => quietly(() => this.#connect()), this.#retry)
    this.#retry = Math.min(this.#retry * 2, MOST_RETRY)
  }

  /** A server that was started anew has another one. */
  async #askForToken(): Promise<void> {
    try {
      const answer = await page.fetch?.(this.#options.path, { headers: { 'x-spoor': '1' }, cache: 'no-store' })
      const { project, token } = ((await answer?.json()) ?? {}) as { token?: unknown; project?: unknown }
      // Without one, nobody is talked to.
      this.#token = typeof token === 'string' && project === this.#options.project ? token : ''
    } catch {
      // It is not there yet.
    }
    this.#later()
  }

  /** `{ "written": 7, "known": true }`: so far the server has this stream; `known`, only at first: whether it has it at all. */
  #hear(text: string): void {
    if (this.#talk?.take(text)) return
    const { known, written } = JSON.parse(text) as { known?: boolean; written: number }
    if (known === false && this.#frames.isKnown) {
      // Its file is gone.
      this.#begin()
      if (this.#socket) this.#introduce(this.#socket)
      return
    }
    if (known !== undefined) {
      this.#frames.rewind()
      this.#isOpen = true
    }
    this.#frames.confirm(written)
    this.#send()
  }

  #watch(): void {
    quietly(() => {
      this.#collect()
      this.#send()
      this.#tell()
    })
    if (this.#isOver) return
    const round = ++this.#round
    const pause = this.#options.record || this.#program.isWatched ? INTERVAL : REST
    page.setTimeout(() => {
      if (round === this.#round) this.#watch()
    }, pause)
  }

  /** While the server is behind, events stay with the recorder, which holds so many and counts what is too much. */
  #collect(): void {
    if (!this.#frames.isFull) this.#recorder.dropped('size', this.#frames.add(this.#recorder.take(page.performance.now())))
  }

  #send(): void {
    const socket = this.#socket
    if (!socket || !this.#isOpen) return
    while (socket.bufferedAmount < MOST_BUFFERED) {
      const frame = this.#frames.next()
      if (!frame) return
      socket.send(frame.bytes)
    }
  }

  /** The page goes, and perhaps comes back. */
  #leave(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#stop()
    this.#program.stop()
    const recorder = this.#recorder
    const time = page.performance.now()
    this.#frames.add(recorder.take(time))
    const send = (body: Uint8Array): boolean => page.navigator?.sendBeacon?.(this.#options.path, body) ?? false
    const missing = (count: number): string => encodeLine({ t: 'drop', time: roundTime(time), reason: 'queue', count })
    this.#frames.leave(`${this.#token}${recorder.stream}`, send, recorder.take(time, 'unload'), missing)
    this.#socket?.close()
    this.#socket = undefined
    this.#isOpen = false
  }

  #comeBack(): void {
    this.#isOver = false
    this.#program.watch(false)
    this.#begin()
    this.#connect()
    this.#watch()
  }
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // The program is not to know.
  }
}

function whereThisIs(version: string): RecorderOptions {
  const { crossOriginIsolated, document, location, performance } = page
  return {
    origin: performance.timeOrigin,
    clock: crossOriginIsolated ? 0.005 : 0.1,
    platform: document ? 'browser' : 'worker',
    title: location.href.replace(/[?#].*$/s, ''),
    versions: { spoor: version },
  }
}
