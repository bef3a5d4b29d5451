/**
 * A text to be found in bytes of JSON, whatever its case. Searching skips ahead as far as the byte at the end of the place looked at allows.
 * What is found may be a little too much: letters that differ in one of their bytes are held to be the same if either case would fit.
 */
export class Needle {
  readonly length: number
  /** Of each byte, whether it may stand at a place: bit by place. */
  readonly #may: Uint8Array[]
  readonly #skips: Uint8Array = new Uint8Array(256)

  constructor(text: string) {
    this.#may = placesOf(text)
    this.length = this.#may.length
    const last = this.length - 1
    this.#skips.fill(Math.min(255, this.length))
    for (let at = 0; at < last; at++)
      for (let byte = 0; byte < 256; byte++) if (this.#may[at]![byte]) this.#skips[byte] = Math.min(255, last - at)
  }

  /** Where it is found first; -1: nowhere. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const may = this.#may
    const last = this.length - 1
    const lasts = may[last]!
    for (let end = from + last; end < to; end += this.#skips[bytes[end]!]!) {
      if (!lasts[bytes[end]!]) continue
      let at = last - 1
      while (at >= 0 && may[at]![bytes[end - last + at]!]) at--
      if (at < 0) return end - last
    }
    return -1
  }
}

const encoder = new TextEncoder()

/** As it stands in JSON: byte by byte, those of either case. */
function placesOf(text: string): Uint8Array[] {
  const places: Uint8Array[] = []
  for (const char of JSON.stringify(text).slice(1, -1)) {
    const forms = [char, char.toLowerCase(), char.toUpperCase()].map((form) => encoder.encode(form))
    const { length } = forms[0]!
    for (let at = 0; at < length; at++) {
      const place = new Uint8Array(256)
      for (const form of forms) if (form.length === length) place[form[at]!] = 1
      places.push(place)
    }
  }
  return places
}
