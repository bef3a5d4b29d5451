/** What a line of a call says, without its values. Numbers that are absent are 0, `end` and `ran` are `NaN`. */
export class CallScan {
  s: number = 0
  seq: number = 0
  n: number = 0
  parent: number = 0
  by: number = 0
  start: number = 0
  end: number = NaN
  ran: number = NaN
  waited: number = 0
  /** First suspension and what comes before it: when it began; `NaN` for none. */
  paused: number = NaN
  /** Index in `OUTCOMES`. */
  outcome: number = 0
  /** Where in the line the values begin. */
  values: number = 0

  clear(): void {
    this.s = this.seq = this.n = this.parent = this.by = this.start = this.waited = this.outcome = this.values = 0
    this.end = this.ran = this.paused = NaN
  }
}

export const OUTCOMES = ['running', 'returned', 'promised', 'threw', 'closed'] as const
export const THREW = 3

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

const BEGINNING = ascii('{"t":"call","seq":')
const SITE = ascii(',"n":')
const PARENT = ascii(',"parent":')
const BY = ascii(',"by":')
const DEPTH = ascii(',"depth":')
const START = ascii(',"start":')
const END = ascii(',"end":')
const RAN = ascii(',"ran":')
const WAITED = ascii(',"waited":')
const GAPS = ascii(',"gaps":[[')
const MORE_GAPS = ascii(',"moreGaps":')
const OUTCOME = ascii(',"outcome":"')
const STREAM = ascii(',"s":')
const OUTCOME_NAMES = OUTCOMES.map((name) => ascii(`${name}"`))
const ARGS = ascii(',"args":[')
const VALUE = ascii(',"value":')
const ERROR = ascii(',"error":')

/**
 * Reads lines of calls as our writer makes them, its fields in their order, without making text or objects of them. What is said by values
 * is passed over: only that their brackets and quotes fit is looked at.
 */
export class Scanner {
  #bytes: Uint8Array = new Uint8Array()
  #at = 0

  /** @returns whether it was such a line; where not, `into` holds nothing of use */
  call(bytes: Uint8Array, from: number, to: number, into: CallScan): boolean {
    this.#bytes = bytes
    this.#at = from
    into.clear()
    if (!this.#skip(BEGINNING)) return false
    into.seq = this.#count()
    if (!this.#skip(SITE)) return false
    into.n = this.#count()
    if (!into.seq || !into.n) return false
    if (this.#skip(PARENT)) into.parent = this.#count()
    if (this.#skip(BY)) into.by = this.#count()
    if (this.#skip(DEPTH)) this.#count()
    if (!this.#skip(START)) return false
    into.start = this.#time()
    if (this.#skip(END)) into.end = this.#required()
    if (this.#skip(RAN)) into.ran = this.#required()
    if (this.#skip(WAITED)) into.waited = this.#time()
    if (this.#skip(GAPS) && !this.#gaps(into)) return false
    if (this.#skip(MORE_GAPS)) this.#count()
    if (!this.#skip(OUTCOME)) return false
    into.outcome = OUTCOME_NAMES.findIndex((name) => this.#skip(name))
    // A number that is none is `NaN`, or leaves what follows unread.
    if (into.outcome < 0 || into.start !== into.start || into.waited !== into.waited) return false
    into.values = this.#at - from
    return this.#rest(to, into)
  }

  #skip(text: Uint8Array): boolean {
    const bytes = this.#bytes
    const at = this.#at
    // All begin with `,"`: the third byte tells them apart.
    if (bytes[at + 2] !== text[2]) return false
    for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
    this.#at = at + text.length
    return true
  }

  #count(): number {
    const bytes = this.#bytes
    let at = this.#at
    let value = 0
    for (let digit = bytes[at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++at]! - 48) value = value * 10 + digit
    this.#at = at
    return value <= Number.MAX_SAFE_INTEGER ? value : 0
  }

  /** Milliseconds with at most three digits behind the point; anything else is left for others to read. */
  #time(): number {
    const bytes = this.#bytes
    const negative = bytes[this.#at] === 45
    if (negative) this.#at++
    const first = this.#at
    let value = this.#count()
    if (this.#at === first) return NaN
    if (bytes[this.#at] === 46) {
      const point = ++this.#at
      // One division of whole numbers gives what parsing the text would.
      let unit = 1
      for (let digit = bytes[this.#at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++this.#at]! - 48) {
        value = value * 10 + digit
        unit *= 10
      }
      if (this.#at === point || unit > 1000 || value > Number.MAX_SAFE_INTEGER) return NaN
      value /= unit
    }
    return negative ? -value : value
  }

  /** One that must be a number where its field is there: `NaN` would say that it is not. */
  #required(): number {
    const value = this.#time()
    // What follows no number cannot be the next field.
    if (value !== value) this.#at = this.#bytes.length
    return value
  }

  #gaps(into: CallScan): boolean {
    into.paused = this.#time()
    const bytes = this.#bytes
    let at = this.#at
    while (isOfGaps(bytes[at]!) && !(bytes[at] === 93 && bytes[at + 1] === 93)) at++
    if (bytes[at] !== 93) return false
    this.#at = at + 2
    return into.paused === into.paused
  }

  /** Whether what stands behind the outcome are values, or nothing, and the line is whole. */
  #rest(to: number, into: CallScan): boolean {
    const bytes = this.#bytes
    if (bytes[to - 1] !== 125) return false
    if (this.#at === to - 1) return true
    if (this.#skip(STREAM)) {
      into.s = this.#count()
      return this.#at === to - 1
    }
    if (!isWhole(bytes, this.#at, to)) return false
    into.s = streamBefore(bytes, to)
    return true
  }
}

/** Digits, points, signs, commas, brackets. */
const isOfGaps = (char: number): boolean => (char >= 44 && char <= 57 && char !== 47) || char === 91 || char === 93

/** Whether from here to the end of the line there are values only, and their brackets and quotes close what is open: the object that it is. */
function isWhole(bytes: Uint8Array, from: number, to: number): boolean {
  let depth = 1
  for (let at = from; at < to; at++) {
    const char = bytes[at]!
    if (char === 34) {
      for (at++; bytes[at] !== 34; at++) {
        if (bytes[at] === 92) at++
        if (at >= to) return false
      }
    } else if (char === 123 || char === 91) depth++
    else if (char === 44) {
      if (depth === 1 && !isValue(bytes, at)) return false
    } else if ((char === 125 || char === 93) && --depth === 0) return at === to - 1
  }
  return false
}

const isValue = (bytes: Uint8Array, at: number): boolean =>
  stands(ARGS, bytes, at) || stands(VALUE, bytes, at) || stands(ERROR, bytes, at) || stands(STREAM, bytes, at)

function stands(text: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 2; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
  return true
}

/** `,"s":12}` at the end of a line that was written by others than a recorder; 0 where there is none. */
function streamBefore(bytes: Uint8Array, to: number): number {
  let at = to - 2
  let value = 0
  for (let unit = 1; bytes[at]! >= 48 && bytes[at]! <= 57; at--, unit *= 10) value += (bytes[at]! - 48) * unit
  if (at === to - 2) return 0
  for (let i = STREAM.length - 1; i >= 0; i--, at--) if (bytes[at] !== STREAM[i]) return 0
  return value
}
