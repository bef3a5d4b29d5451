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
    const frame = frameOf(++this.#count, lines)
    this.#waiting.push(frame)
    this.#bytes += frame.bytes.length
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
   * Hands out what is not confirmed, oldest first, as what a page may leave behind. It is one body: several would come in any order, and what
   * comes behind a later one counts as known.
   * @param key comes first
   * @param send whether the browser took it: of less, it may
   * @param last lines that go in any case
   * @param missing lines that say that so many were left over
   */
  leave(key: string, send: (body: Uint8Array) => boolean, last: string, missing: (left: number) => string): void {
    const all = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    const head = encoder.encode(key)
    const endOf = (left: number): string => (left ? missing(left) : '') + last
    const end = encoder.encode(endOf(1)).length + ROOM_FOR_COUNT
    let room = BEACON - head.length - end
    const over = all.findIndex(({ bytes }) => (room -= LENGTH + bytes.length) < 0)
    for (let count = over < 0 ? all.length : over; ; count >>= 1) {
      const text = endOf(all.slice(count).reduce((sum, { lines }) => sum + lines, 0))
      const frames = [...all.slice(0, count), ...(text ? [frameOf(this.#count + 1, text)] : [])]
      if (!frames.length || send(bodyOf(head, frames)) || !count) return
    }
  }
}

/** Bytes of a frame's length, and of what else a number and a frame take. */
const LENGTH = 4
const ROOM_FOR_COUNT = 32

function frameOf(n: number, lines: string): Frame {
  const text = encoder.encode(lines)
  const bytes = new Uint8Array(text.length + 4)
  new DataView(bytes.buffer).setUint32(0, n)
  bytes.set(text, 4)
  return { n, bytes, lines: lines.split('\n').length - 1 }
}

/** Each frame with its length before it: 4 bytes, big-endian. */
function bodyOf(head: Uint8Array, frames: readonly Frame[]): Uint8Array {
  const body = new Uint8Array(frames.reduce((sum, { bytes }) => sum + LENGTH + bytes.length, head.length))
  const view = new DataView(body.buffer)
  body.set(head)
  let at = head.length
  for (const { bytes } of frames) {
    view.setUint32(at, bytes.length)
    body.set(bytes, at + LENGTH)
    at += LENGTH + bytes.length
  }
  return body
}
