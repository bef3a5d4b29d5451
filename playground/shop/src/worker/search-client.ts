import type { ProductRecord } from '../core/catalog.ts'
import type { Hit } from '../core/search.ts'
import type { Answer, Request } from './protocol.ts'

/** Searches in a worker, so that typing stays smooth. */
export class SearchClient {
  readonly #worker = new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' })
  readonly #waiting = new Map<number, (hits: Hit[]) => void>()
  #serial = 0

  constructor(products: ProductRecord[]) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => this.#settle(data))
    this.#send({ type: 'index', products })
  }

  search(text: string): Promise<Hit[]> {
    const id = ++this.#serial
    this.#send({ type: 'search', id, text })
    return new Promise((resolve) => this.#waiting.set(id, resolve))
  }

  close(): void {
    this.#worker.terminate()
  }

  #send(request: Request): void {
    this.#worker.postMessage(request)
  }

  #settle({ id, hits }: Answer): void {
    this.#waiting.get(id)?.(hits)
    this.#waiting.delete(id)
  }
}
