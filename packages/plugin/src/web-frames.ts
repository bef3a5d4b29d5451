/** Most of one frame, as far as lines allow, in UTF-16 code units. */
const FRAME = 32 * 2 ** 10

/** Longest line, in UTF-16 code units: a server takes messages of 1 MiB. */
const MOST_IN_LINE = 256 * 2 ** 10

/** Most bytes that the other side has not confirmed. */
const MOST_WAITING = 4 * 2 ** 20

/** Most bytes that a page may leave behind for the browser to send, in all. */
const BEACON = 60 * 2 ** 10

/** Some whole lines, with their place in the stream before them: 4 bytes, big-endian, from 1. */
export interface Frame {
  n: number
  bytes: Uint8Array
  lines: number
}

const encoder = new TextEncoder()

/** Frames on their way: held until the other side has confirmed that they are written. */
export class Frames {
  #waiting: Frame[] = []
  #bytes = 0
  #count = 0
  /** Up to which they have gone out on the present connection. */
  #sent = 0

  get isFull(): boolean {
    return this.#bytes >= MOST_WAITING
  }

  /** Whether the other side has ever confirmed one. */
  get isKnown(): boolean {
    return this.#count > this.#waiting.length
  }

  /** Takes whole lines. @returns how many were too long */
  add(text: string): number {
    let left = 0
    let from = 0
    for (let at = 0; at < text.length;) {
      const end = text.indexOf('\n', at) + 1
      if (end - at > MOST_IN_LINE) {
        this.#push(text.slice(from, at))
        from = end
        left++
      } else if (end - from > FRAME && at > from) {
        this.#push(text.slice(from, at))
        from = at
      }
      at = end
    }
    this.#push(text.slice(from))
    return left
  }

  #push(lines: string): void {
    if (!lines) return
    const n = ++this.#count
    const text = encoder.encode(lines)
    const bytes = new Uint8Array(text.length + 4)
    new DataView(bytes.buffer).setUint32(0, n)
    bytes.set(text, 4)
    this.#waiting.push({ n, bytes, lines: lines.split('\n').length - 1 })
    this.#bytes += bytes.length
  }

  /** The next that has not gone out on this connection. */
  next(): Frame | undefined {
    const frame = this.#waiting.find(({ n }) => n > this.#sent)
    if (frame) this.#sent = frame.n
    return frame
  }

  confirm(upTo: number): void {
    const rest = this.#waiting.findIndex(({ n }) => n > upTo)
    const done = this.#waiting.splice(0, rest < 0 ? this.#waiting.length : rest)
    for (const { bytes } of done) this.#bytes -= bytes.length
  }

  /** A new connection: all that is not confirmed goes out again. */
  rewind(): void {
    this.#sent = 0
  }

  /**
   * Hands out what is not confirmed, oldest first, as bodies that a page may leave behind.
   * @param key comes first in each
   * @param send whether the browser took it
   * @param last lines that go in any case, as it left over so many
   */
  leave(key: string, send: (body: Uint8Array) => boolean, last: (left: number) => string): void {
    let left = 0
    let room = BEACON - ROOM_FOR_LAST
    for (const { bytes, lines } of this.#waiting) {
      const body = withKey(key, bytes)
      if (!left && body.length <= room && send(body)) room -= body.length
      else left += lines
    }
    this.#waiting = []
    this.#bytes = 0
    this.#push(last(left))
    for (const { bytes } of this.#waiting) send(withKey(key, bytes))
  }
}

const ROOM_FOR_LAST = 1024

function withKey(key: string, bytes: Uint8Array): Uint8Array {
  const head = encoder.encode(key)
  const body = new Uint8Array(head.length + bytes.length)
  body.set(head)
  body.set(bytes, head.length)
  return body
}
