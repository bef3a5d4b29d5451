// Runs in pages and workers that a dev server serves, where a recording is asked for: sends what happens there to that server.
import { spoor } from '@spoor/runtime'
import { watchRequests } from '@spoor/runtime/requests'
import { createRecorder } from '@spoor/trace'
import type { Recorder, RecorderOptions } from '@spoor/trace'
import { Frames } from './web-frames.ts'
import { page } from './web-page.ts'
import type { Socket } from './web-page.ts'

/** What the dev server hands to the page. */
export interface LiveOptions {
  /** Where the server listens: `/__spoor/live`. */
  path: string
  /** By which it knows its own pages. */
  token: string
  /** Whether requests are watched, and which other origins get the header `traceparent`. */
  requests: false | { origins: readonly string[] }
  version: string
  /** How much is kept, as `SPOOR_RECORD_OPTIONS` says. */
  limits?: RecorderOptions['limits']
}

/** First word of the protocol between page and server. */
const PROTOCOL = 'spoor.1'

/** Milliseconds between looks at what is to be sent, and between tries to connect: at first, at most. */
const INTERVAL = 100
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
  #socket: Socket | undefined
  #isOpen = false
  #retry = RETRY
  #stop = (): void => {}
  #isOver = false

  constructor(options: LiveOptions) {
    this.#options = options
    this.#token = options.token
    this.#begin()
    const { requests } = options
    if (requests) watchRequests({ origins: requests.origins })
    page.addEventListener?.('pagehide', () => quietly(() => this.#leave()))
    page.addEventListener?.('pageshow', ({ persisted }) => {
      if (persisted) quietly(() => this.#comeBack())
    })
    this.#connect()
    this.#watch()
  }

  /** A stream of its own for what happens from now on. */
  #begin(): void {
    this.#stop()
    const { limits, version } = this.#options
    this.#recorder = createRecorder({ ...whereThisIs(version), ...(limits && { limits }) })
    this.#frames = new Frames()
    this.#stop = spoor.subscribe(this.#recorder)
  }

  #connect(): void {
    const { WebSocket, location } = page
    if (!WebSocket || this.#isOver) return
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${this.#options.path}`, [PROTOCOL, this.#token])
    let wasOpen = false
    socket.binaryType = 'arraybuffer'
    socket.addEventListener('open', () =>
      quietly(() => {
        wasOpen = true
        this.#retry = RETRY
        socket.send(JSON.stringify({ stream: this.#recorder.stream }))
      }),
    )
    socket.addEventListener('message', ({ data }) => quietly(() => this.#hear(String(data))))
    socket.addEventListener('close', () =>
      quietly(() => {
        if (this.#socket !== socket) return
        this.#socket = undefined
        this.#isOpen = false
        if (wasOpen) this.#later()
        else void this.#askForToken()
      }),
    )
    this.#socket = socket
  }

  #later(): void {
    page.setTimeout(() => quietly(() => this.#connect()), this.#retry)
    this.#retry = Math.min(this.#retry * 2, MOST_RETRY)
  }

  /** A server that was started anew has another one. */
  async #askForToken(): Promise<void> {
    try {
      const answer = await page.fetch?.(this.#options.path, { headers: { 'x-spoor': '1' }, cache: 'no-store' })
      const { token } = ((await answer?.json()) ?? {}) as { token?: unknown }
      if (typeof token === 'string') this.#token = token
    } catch {
      // It is not there yet.
    }
    this.#later()
  }

  /** `{ "written": 7, "known": true }`: so far the server has this stream; `known`, only at first: whether it has it at all. */
  #hear(text: string): void {
    const { known, written } = JSON.parse(text) as { known?: boolean; written: number }
    if (known === false && this.#frames.isKnown) {
      // Its file is gone.
      this.#begin()
      this.#socket?.send(JSON.stringify({ stream: this.#recorder.stream }))
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
    })
    if (!this.#isOver) page.setTimeout(() => this.#watch(), INTERVAL)
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
    const recorder = this.#recorder
    const time = page.performance.now()
    this.#frames.add(recorder.take(time))
    const send = (body: Uint8Array): boolean => page.navigator?.sendBeacon?.(this.#options.path, body) ?? false
    this.#frames.leave(`${this.#token}${recorder.stream}`, send, (left) => {
      recorder.dropped('queue', left)
      return recorder.take(time, 'unload')
    })
    this.#socket?.close()
    this.#socket = undefined
    this.#isOpen = false
  }

  #comeBack(): void {
    this.#isOver = false
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
