import { FRAME_HEAD, frameHead, writeMessage } from '@spoor/shared'
import type { ClientFunctions, HubFunctions, Program } from '@spoor/shared'
import { createBirpc } from 'birpc'
import type { BirpcReturn } from 'birpc'
import type { WebSocket } from 'ws'
import type { Backlog, Chunk } from './control-backlog.ts'
import { essence } from './control-lines.ts'

/** Bytes that wait for one client before what comes is thinned, and those of them that the socket may hold. */
const MOST_QUEUED = 16 * 2 ** 20
const MOST_BUFFERED = 2 ** 20

/** Bytes of what is needed for reading that wait for one client, before it is taken for dead. */
const MOST_NEEDED = 64 * 2 ** 20

const PATIENCE = 10_000

interface Waiting {
  program: string
  chunk: Chunk
}

/** Somebody who watches: gets what programs send, as fast as it takes it, and never more slowly than others for its sake. */
export class Client {
  readonly news: BirpcReturn<ClientFunctions, HubFunctions>
  isWatching = false
  readonly #socket: WebSocket
  #queue: Waiting[] = []
  #queued = 0
  #isPumping = false
  /** By program: lines that were left out since that was last said. */
  #missed = new Map<string, number>()
  #hear: ((message: object) => void) | undefined

  constructor(socket: WebSocket, functions: HubFunctions) {
    this.#socket = socket
    this.news = createBirpc<ClientFunctions, HubFunctions>(functions, {
      post: (text: string) => this.#post(text),
      on: (hear) => void (this.#hear = hear),
      serialize: writeMessage,
      // Names like `constructor` are no functions of ours.
      resolver: (name, found) => (Object.hasOwn(functions, name) ? found : undefined),
      timeout: PATIENCE,
    })
  }

  /** A message, taken apart. */
  take(message: object): void {
    this.#hear?.(message)
  }

  tell<K extends keyof ClientFunctions>(what: K, ...words: Parameters<ClientFunctions[K]>): void {
    // An event: nobody waits for an answer. It may be gone, which is no fault.
    void this.news.$callEvent(what, ...words).catch(() => {})
  }

  programs(list: Program[]): void {
    this.tell('programs', list)
  }

  /** @param backlog knows when now is, for a word on what is missing */
  send(program: string, chunks: readonly Chunk[], backlog: Backlog): void {
    for (const chunk of chunks) {
      if (this.#queued <= MOST_QUEUED) this.#push(program, this.#withWord(program, chunk, backlog))
      else this.#thin(program, chunk)
    }
    this.#pump()
  }

  /** What waits is of no use any more. */
  forget(): void {
    this.#queue = []
    this.#queued = 0
    this.#missed.clear()
  }

  close(code?: number): void {
    this.#socket.close(code)
  }

  #push(program: string, chunk: Chunk): void {
    this.#queue.push({ program, chunk })
    this.#queued += chunk.bytes.length
  }

  /** Headers and functions it gets in any case. */
  #thin(program: string, { bytes, position }: Chunk): void {
    const { needed, others } = essence(bytes)
    if (needed.length) this.#push(program, { bytes: Buffer.concat(needed), position })
    this.#missed.set(program, (this.#missed.get(program) ?? 0) + others)
    if (this.#queued > MOST_NEEDED) this.#socket.terminate()
  }

  /** Before the first chunk behind a gap, the stream says how wide that is. */
  #withWord(program: string, chunk: Chunk, backlog: Backlog): Chunk {
    const count = this.#missed.get(program)
    if (!count) return chunk
    this.#missed.delete(program)
    this.tell('missed', program, count)
    return { bytes: Buffer.concat([backlog.missing(count), chunk.bytes]), position: chunk.position }
  }

  #pump(): void {
    const socket = this.#socket
    if (this.#isPumping) return
    this.#isPumping = true
    let next = 0
    while (next < this.#queue.length && socket.readyState === socket.OPEN && socket.bufferedAmount < MOST_BUFFERED) {
      const { chunk, program } = this.#queue[next++] as Waiting
      this.#queued -= chunk.bytes.length
      const frame = Buffer.allocUnsafe(FRAME_HEAD + chunk.bytes.length)
      frame.set(frameHead(program, chunk.position))
      frame.set(chunk.bytes, FRAME_HEAD)
      socket.send(frame, () => this.#pump())
    }
    if (next) this.#queue.splice(0, next)
    this.#isPumping = false
  }

  #post(text: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(text)
  }
}
