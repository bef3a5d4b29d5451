import type { Engine } from '../questions.ts'

/** Bytes that a worker may have to read at a time: more than it has read are waited for. */
const MOST_AHEAD = 32

/**
 * Feeds the body of a response, or a file, to the end, inflated where its first bytes say that it is compressed with gzip, whatever its name.
 * @param source name, for messages
 * @param size in bytes, as far as it is known
 * @throws {TraceError} for what is no recording; whatever reading throws
 */
export async function feedResponse(engine: Engine, body: ReadableStream<Uint8Array>, source?: string, size: number = 0): Promise<void> {
  const { isGzip, bytes } = await looked(body)
  if (!isGzip) await engine.expect(size)
  const ahead: Promise<void>[] = []
  let isCutShort = false
  try {
    for await (const chunk of isGzip ? inflated(bytes, () => (isCutShort = true)) : chunksOf(bytes)) {
      ahead.push(engine.feed(chunk, source))
      if (ahead.length > MOST_AHEAD) await ahead.shift()
    }
    await Promise.all(ahead)
  } finally {
    await Promise.allSettled(ahead)
  }
  await engine.end(source, isCutShort)
}

async function* chunksOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = bytes.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** All that can be inflated. @param cutShort is told where the end is missing */
async function* inflated(bytes: ReadableStream<Uint8Array>, cutShort: () => void): AsyncGenerator<Uint8Array, void, undefined> {
  const { readable, writable } = new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>
  let taken = 0
  const write = async (): Promise<void> => {
    const writer = writable.getWriter()
    for await (const chunk of chunksOf(bytes)) await writer.write(chunk)
    // A stream that fails throws away what nobody has taken yet, and its end is where it fails.
    for (let last = -1; last !== taken;) {
      last = taken
      await new Promise((done) => setTimeout(done))
    }
    await writer.close()
  }
  const writing = write()
  // Reading says so too.
  writing.catch(() => undefined)
  try {
    for await (const chunk of chunksOf(readable)) {
      taken++
      yield chunk
    }
    await writing
  } catch {
    cutShort()
  }
}

/** The same bytes, and what the first two of them say. */
async function looked(body: ReadableStream<Uint8Array>): Promise<{ isGzip: boolean; bytes: ReadableStream<Uint8Array> }> {
  const reader = body.getReader()
  let head = new Uint8Array()
  let isDone = false
  while (head.length < 2 && !isDone) {
    const { done, value } = await reader.read()
    if (done) isDone = true
    else head = joined(head, value)
  }
  const bytes = new ReadableStream<Uint8Array>({
    start(controller) {
      if (head.length) controller.enqueue(head)
      if (isDone) controller.close()
    },
    async pull(controller) {
      const { done, value } = await reader.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
  return { isGzip: head[0] === 0x1f && head[1] === 0x8b, bytes }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
