/** Most characters of a line. No recorder writes such a line; what has none of its ends within this is skipped. */
const LONGEST = 2 ** 24

/** Chunks of text or bytes, however they fall -> lines without their ends. */
export class Splitter {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  #rest = ''
  #skipping = false

  /** @returns the lines that this chunk completes; `undefined` for one that is too long to be any */
  push(chunk: string | Uint8Array): (string | undefined)[] {
    const text = typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true })
    const lines: (string | undefined)[] = []
    let from = 0
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      lines.push(this.#skipping ? undefined : this.#rest + text.slice(from, to))
      this.#rest = ''
      this.#skipping = false
      from = to + 1
    }
    // Looked through once, however many chunks a line takes.
    if (!this.#skipping) this.#rest += text.slice(from)
    if (this.#rest.length > LONGEST) {
      this.#rest = ''
      this.#skipping = true
    }
    return lines
  }

  /** What stands behind the last end of a line. */
  end(): string {
    return this.#skipping ? '' : this.#rest + this.#decoder.decode()
  }
}
