import type { Engine, Overview, Questions } from '../questions.ts'
import type { PlainError, Port, Reply } from './port.ts'

/** A worker, or what has its shape: a port to another thread. */
export interface WorkerLike extends Omit<Port, 'addEventListener'> {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void
  terminate?(): void
  close?(): void
}

/**
 * A recording in a worker.
 * @param worker the worker, or the address of its script, which runs `model/worker.ts`
 */
export function createWorkerEngine(worker: string | URL | WorkerLike): Engine {
  return new RemoteEngine(typeof worker === 'string' || worker instanceof URL ? new Worker(worker, { type: 'module' }) : worker)
}

interface Waiting {
  resolve: (answer: never) => void
  reject: (error: Error) => void
}

class RemoteEngine implements Engine {
  readonly #worker: WorkerLike
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<(overview: Overview) => void>()
  #isListening = false
  #last: Overview | undefined
  #id = 0
  #failure: Error | undefined

  constructor(worker: WorkerLike) {
    this.#worker = worker
    worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => this.#take(data))
    worker.addEventListener('error', ({ message }) =>
      this.#fail(new Error(`the worker of the page failed: ${message || 'its script could not be loaded'}`)),
    )
    worker.start?.()
  }

  ask<Q extends keyof Questions>(question: Q, query: Questions[Q][0]): Promise<Questions[Q][1]> {
    return this.#send({ ask: question, query }, [])
  }

  expect(bytes: number): Promise<void> {
    return this.#send({ expect: bytes }, [])
  }

  feed(bytes: Uint8Array, source?: string): Promise<void> {
    // What is a part of something larger is copied: the rest of it stays with whoever has it.
    const isWhole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer
    const own = isWhole ? bytes : bytes.slice()
    return this.#send({ feed: own, source }, [own.buffer as ArrayBuffer])
  }

  end(source?: string, isCutShort?: boolean): Promise<void> {
    return this.#send({ end: source, isCutShort }, [])
  }

  onChange(listener: (overview: Overview) => void): () => void {
    this.#listeners.add(listener)
    if (!this.#isListening) void this.#send({ listen: true }, []).catch(() => undefined)
    else if (this.#last) listener(this.#last)
    this.#isListening = true
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#listeners.clear()
    this.#fail(new Error('this recording was closed'))
    if (this.#worker.terminate) this.#worker.terminate()
    else this.#worker.close?.()
  }

  #send<A>(message: object, transfer: Transferable[]): Promise<A> {
    if (this.#failure) return Promise.reject(this.#failure)
    const id = ++this.#id
    return new Promise<A>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, ...message }, transfer)
    })
  }

  #take(reply: Reply): void {
    if ('overview' in reply) {
      this.#last = reply.overview
      for (const listener of this.#listeners) listener(reply.overview)
      return
    }
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if ('error' in reply) waiting?.reject(errorOf(reply.error))
    else waiting?.resolve(reply.answer as never)
  }

  /** Nobody waits for what will never come. */
  #fail(error: Error): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#failure)
    this.#waiting.clear()
  }
}

const errorOf = ({ name, message, ...more }: PlainError): Error => Object.assign(new Error(message), { name, ...more })
