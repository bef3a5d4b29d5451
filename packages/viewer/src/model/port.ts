import type { Engine, Overview, Questions } from '../questions.ts'

/** What is said between a page and the worker that has the recording. */
export type Request =
  | { id: number; ask: keyof Questions; query: unknown }
  | { id: number; expect: number }
  | { id: number; feed: Uint8Array; source: string | undefined }
  | { id: number; end: string | undefined; isCutShort: boolean | undefined }
  | { id: number; listen: true }

export type Reply = { id: number; answer: unknown } | { id: number; error: PlainError } | { overview: Overview }

/** An error with what it says besides its message. */
export interface PlainError {
  name: string
  message: string
  [field: string]: unknown
}

/** One end of what they talk through: a worker, the global object within, a port. */
export interface Port {
  postMessage(message: unknown, transfer: Transferable[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  /** Of a port: only then does anything come. */
  start?(): void
}

/** Answers what comes through a port. */
export function serve(engine: Engine, port: Port): void {
  port.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    void answer(engine, port, data).then(
      (answer) => port.postMessage({ id: data.id, answer } satisfies Reply, buffersIn(answer)),
      (error: unknown) => port.postMessage({ id: data.id, error: plain(error) } satisfies Reply, []),
    )
  })
  port.start?.()
}

async function answer(engine: Engine, port: Port, request: Request): Promise<unknown> {
  if ('ask' in request) return engine.ask(request.ask, request.query as never)
  if ('expect' in request) return engine.expect(request.expect)
  if ('feed' in request) return engine.feed(request.feed, request.source)
  if ('end' in request) return engine.end(request.end, request.isCutShort)
  engine.onChange((overview) => port.postMessage({ overview } satisfies Reply, []))
}

/** The memory of arrays is handed over, not copied. */
function buffersIn(answer: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 4) return
    if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer)
    else for (const one of Object.values(value)) look(one, depth + 1)
  }
  if (typeof answer === 'object' && answer !== null && 'streams' in answer) look(answer.streams, 0)
  return [...found]
}

function plain(error: unknown): PlainError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) }
  return { ...Object.fromEntries(Object.entries(error)), name: error.name, message: error.message }
}
