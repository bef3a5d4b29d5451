import { CONTROL_PROTOCOL, CONTROL_VERSION, readFrame, readMessage, writeMessage } from '@spoor/shared'
import type { ChangeAnswers, ChangeOrder, ClientFunctions, Hello, HubFunctions, Positions, Program } from '@spoor/shared'
import { createBirpc } from 'birpc'
import type { BirpcReturn } from 'birpc'

/**
 * `connecting`: for the first time. `open`: all is well. `lost`: it was open, and is tried again. `refused`: somebody is there and does not
 * want us; `reason` says why; tried again, slowly. `restarted`: another hub than before answers, which `open` follows at once: everything
 * comes again, so begin anew with an empty recording.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused' | 'restarted'

export interface ConnectOptions {
  /** Address of the folder of the page, below which the hub listens; it ends with `/`. @default './', relative to the page */
  base?: string
}

/** What is told as it happens. */
export interface Heard {
  state: [state: ConnectionState]
  /** All programs that the hub knows, whenever anything about them changes. */
  programs: [programs: readonly Program[]]
  /** Whole lines of one program: for `engine.feed(bytes, programId)`. */
  lines: [bytes: Uint8Array, programId: string]
  /** A sentence for people. */
  note: [text: string]
  /** Lines of a program that did not come, because we were slow; they are not in the page, but in recorded files. */
  missed: [programId: string, lines: number]
  /** Somebody has cleared everything: begin anew with an empty recording; what is needed of the old one comes again. */
  cleared: []
}

/** A line to the hub of a dev server, which stays, whatever happens to the server. Only `close` ends it. */
export interface Connection {
  readonly state: ConnectionState
  /** Why it is refused. */
  readonly reason: string | undefined
  /** What the hub said first; the last one, while there is none. */
  readonly hello: Hello | undefined
  readonly programs: readonly Program[]
  /** @throws (rejects) where it is not open, where the order cannot be read, and where this page may not steer; the message is for people */
  change(order: ChangeOrder): Promise<ChangeAnswers>
  /** Whether lines are to come; said again after a reconnect, and those that came already are not sent again. */
  watch(isOn: boolean): void
  /** @throws (rejects) as `change` does */
  mark(name: string, programs?: string[]): Promise<void>
  /** @throws (rejects) as `change` does */
  clear(): Promise<void>
  /** @returns a function that stops listening */
  on<K extends keyof Heard>(what: K, listener: (...heard: Heard[K]) => void): () => void
  /** The same as `on('lines', listener)`. */
  onLines(listener: (bytes: Uint8Array, programId: string) => void): () => void
  close(): void
}

const RETRY = 250
const MOST_RETRY = 5000
const PATIENCE = 10_000

/** Connects as soon as it can, and again whenever the line breaks. */
export const connect = (options: ConnectOptions = {}): Connection => new HubLine(options)

type Listeners = { [K in keyof Heard]: Set<(...heard: Heard[K]) => void> }

class HubLine implements Connection {
  state: ConnectionState = 'connecting'
  reason: string | undefined
  hello: Hello | undefined
  programs: readonly Program[] = []
  readonly #base: URL
  readonly #listeners: Listeners = {
    state: new Set(),
    programs: new Set(),
    lines: new Set(),
    note: new Set(),
    missed: new Set(),
    cleared: new Set(),
  }
  #socket: WebSocket | undefined
  #hub: BirpcReturn<HubFunctions, ClientFunctions> | undefined
  /** Another one that has our address later is none of ours. */
  #project: string | undefined
  #positions: Positions = {}
  #isWatching = false
  #isClosed = false
  #retry = RETRY
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor({ base = './' }: ConnectOptions) {
    this.#base = new URL(base, location.href)
    void this.#open()
  }

  change(order: ChangeOrder): Promise<ChangeAnswers> {
    return this.#ask((hub) => hub.change(order))
  }

  mark(name: string, programs?: string[]): Promise<void> {
    return this.#ask((hub) => hub.mark(name, ...(programs ? [programs] : [])))
  }

  clear(): Promise<void> {
    return this.#ask((hub) => hub.clear())
  }

  watch(isOn: boolean): void {
    this.#isWatching = isOn
    if (this.state === 'open') this.#sayWatch()
  }

  on<K extends keyof Heard>(what: K, listener: (...heard: Heard[K]) => void): () => void {
    this.#listeners[what].add(listener)
    return () => void this.#listeners[what].delete(listener)
  }

  onLines(listener: (bytes: Uint8Array, programId: string) => void): () => void {
    return this.on('lines', listener)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#socket?.close()
  }

  #tell<K extends keyof Heard>(what: K, ...heard: Heard[K]): void {
    for (const listener of this.#listeners[what]) listener(...heard)
  }

  #become(state: ConnectionState, reason?: string): void {
    this.reason = reason
    if (this.state === state && state !== 'refused') return
    this.state = state
    this.#tell('state', state)
  }

  async #ask<T>(question: (hub: BirpcReturn<HubFunctions, ClientFunctions>) => Promise<T>): Promise<T> {
    if (!this.#hub || this.state !== 'open') throw new Error('there is no connection to the dev server')
    return question(this.#hub)
  }

  #sayWatch(): void {
    // It may be lost by now; then it is said again.
    void this.#hub?.watch(this.#isWatching, this.#positions).catch(() => {})
  }

  async #open(): Promise<void> {
    try {
      const token = await this.#token()
      if (token === undefined || this.#isClosed) return
      await this.#talk(token)
    } catch {
      this.#again()
    }
  }

  /** Handed out to pages of the same origin alone. */
  async #token(): Promise<string | undefined> {
    const answer = await fetch(new URL('live', this.#base), { headers: { 'x-spoor': '1' }, cache: 'no-store' })
    if (answer.ok) {
      const { project, token } = (await answer.json()) as { token: string; project?: string }
      this.#project ??= project
      if (this.#project === project) return token
      this.#refuse('another project has this address now; load the page anew to see that one')
    } else if (answer.status === 410) this.#refuse('tracing was switched off there; load the page anew to see by what')
    else if (answer.status === 403) this.#refuse('the dev server does not know this page by its address: see its allowed hosts')
    else this.#again()
    return undefined
  }

  async #talk(token: string): Promise<void> {
    const url = new URL('control', this.#base)
    url.protocol = url.protocol.replace('http', 'ws')
    const socket = new WebSocket(url, [CONTROL_PROTOCOL, token])
    socket.binaryType = 'arraybuffer'
    this.#socket = socket
    const hub = this.#rpcOver(socket)
    await new Promise((done, failed) => {
      socket.addEventListener('open', done)
      socket.addEventListener('close', failed)
    })
    socket.addEventListener('close', () => {
      hub.$close()
      if (this.#socket === socket) this.#again()
    })
    try {
      this.#greeted(hub, await hub.hello({ version: CONTROL_VERSION, kind: 'page' }))
    } catch (error) {
      if (socket.readyState !== WebSocket.OPEN) return
      // It is not asked again because it ends.
      this.#socket = undefined
      this.#refuse((error as Error).message)
      socket.close()
    }
  }

  #greeted(hub: BirpcReturn<HubFunctions, ClientFunctions>, hello: Hello): void {
    const isOther = this.hello !== undefined && this.hello.hub !== hello.hub
    this.#hub = hub
    this.#retry = RETRY
    this.hello = hello
    if (isOther) {
      this.#positions = {}
      this.#become('restarted')
    }
    this.#take(hello.programs)
    this.#become('open')
    if (this.#isWatching) this.#sayWatch()
  }

  #rpcOver(socket: WebSocket): BirpcReturn<HubFunctions, ClientFunctions> {
    const heard: ClientFunctions = {
      programs: (list) => this.#take(list),
      note: (text) => this.#tell('note', text),
      missed: (program, lines) => this.#tell('missed', program, lines),
      cleared: () => this.#tell('cleared'),
    }
    return createBirpc<HubFunctions, ClientFunctions>(heard, {
      post: (data: string) => {
        if (socket.readyState === WebSocket.OPEN) socket.send(data)
      },
      on: (hear) => socket.addEventListener('message', ({ data }) => this.#hear(data as string | ArrayBuffer, hear)),
      serialize: writeMessage,
      resolver: (name, found) => (Object.hasOwn(heard, name) ? found : undefined),
      timeout: PATIENCE,
    })
  }

  #hear(data: string | ArrayBuffer, hear: (message: object) => void): void {
    if (typeof data === 'string') {
      const message = readMessage(data)
      if (message) hear(message)
      return
    }
    const frame = readFrame(new Uint8Array(data))
    if (!frame) return
    this.#positions[frame.program] = frame.position
    this.#tell('lines', frame.bytes, frame.program)
  }

  #take(programs: readonly Program[]): void {
    this.programs = programs
    this.#tell('programs', programs)
  }

  #refuse(reason: string): void {
    this.#become('refused', reason)
    this.#later(MOST_RETRY)
  }

  #again(): void {
    this.#hub = undefined
    this.#socket = undefined
    if (this.#isClosed) return
    if (this.hello) this.#become('lost')
    this.#later(this.#retry)
    this.#retry = Math.min(this.#retry * 2, MOST_RETRY)
  }

  #later(ms: number): void {
    clearTimeout(this.#timer)
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#open(), ms)
  }
}
