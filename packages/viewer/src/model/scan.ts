import { LINE_BREAK } from './store.ts'

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

/** A text that is looked for at a place, of 4 to 12 bytes: compared in words of four, which may overlap. */
class Word {
  readonly length: number
  /** The first four bytes, four of the middle, the last four; little-endian. */
  readonly a: number
  readonly b: number
  readonly c: number
  /** Where those of the middle and the last begin. */
  readonly bAt: number
  readonly cAt: number

  constructor(text: string) {
    const view = new DataView(Uint8Array.from(text, (char) => char.charCodeAt(0)).buffer)
    this.length = text.length
    this.cAt = text.length - 4
    this.bAt = Math.min(4, this.cAt)
    this.a = view.getInt32(0, true)
    this.b = view.getInt32(this.bAt, true)
    this.c = view.getInt32(this.cAt, true)
  }
}

const BEGINNING = new Word('{"t":"call"')
const SEQ = new Word(',"seq":')
const SITE = new Word(',"n":')
const PARENT = new Word(',"parent":')
const BY = new Word(',"by":')
const DEPTH = new Word(',"depth":')
const START = new Word(',"start":')
const END = new Word(',"end":')
const RAN = new Word(',"ran":')
const WAITED = new Word(',"waited":')
const GAPS = new Word(',"gaps":[[')
const MORE_GAPS = new Word(',"moreGaps":')
const OUTCOME = new Word(',"outcome":"')
const STREAM = new Word(',"s":')
const OUTCOME_NAMES = OUTCOMES.map((name) => new Word(`${name}"`))
const ARGS = new Word(',"args":[')
const VALUE = new Word(',"value":')
const ERROR = new Word(',"error":')

/**
 * Reads lines of calls as our writer makes them, its fields in their order, without making text or objects of them. What is said by values
 * is passed over: only that their brackets and quotes fit is looked at.
 */
export class Scanner {
  #bytes: Uint8Array = new Uint8Array()
  #view: DataView = new DataView(this.#bytes.buffer)
  #at = 0
  #end = 0

  /**
   * @param bytes with whole lines up to `end`
   * @returns where the line ends, at its line break; -1 where it was no such line: then `into` holds nothing of use
   */
  call(bytes: Uint8Array, from: number, end: number, into: CallScan): number {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    this.#at = from
    this.#end = end
    into.clear()
    if (!this.#numbers(into)) return -1
    // A number that is none is `NaN`, or leaves what follows unread.
    if (into.outcome < 0 || into.start !== into.start || into.waited !== into.waited) return -1
    into.values = this.#at - from
    return this.#rest(into)
  }

  #numbers(into: CallScan): boolean {
    if (!this.#skip(BEGINNING) || !this.#skip(SEQ)) return false
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
    return true
  }

  #skip(word: Word): boolean {
    if (!this.#stands(word, this.#at)) return false
    this.#at += word.length
    return true
  }

  #stands({ length, a, b, c, bAt, cAt }: Word, at: number): boolean {
    const view = this.#view
    return (
      at + length <= this.#end &&
      view.getInt32(at, true) === a &&
      view.getInt32(at + bAt, true) === b &&
      view.getInt32(at + cAt, true) === c
    )
  }

  /** Where none stands, or one with zeros before it, what follows is left unread. */
  #count(): number {
    const bytes = this.#bytes
    const first = this.#at
    let at = first
    let value = 0
    for (let digit = bytes[at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++at]! - 48) value = value * 10 + digit
    this.#at = isNumber(bytes, first, at) ? at : bytes.length
    return value <= Number.MAX_SAFE_INTEGER ? value : 0
  }

  /** Milliseconds with at most three digits behind the point; anything else is left for others to read. */
  #time(): number {
    const bytes = this.#bytes
    const negative = bytes[this.#at] === 45
    if (negative) this.#at++
    let value = this.#count()
    if (this.#at === bytes.length) return NaN
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
    if (value !== value) this.#at = this.#end
    return value
  }

  /** `[[1,2.5],[3,4]]`, of which the beginning is read. */
  #gaps(into: CallScan): boolean {
    const bytes = this.#bytes
    for (let isFirst = true; ; isFirst = false) {
      const pause = this.#time()
      if (isFirst) into.paused = pause
      if (bytes[this.#at++] !== COMMA_SIGN) return false
      const resume = this.#time()
      if (pause !== pause || resume !== resume || bytes[this.#at++] !== CLOSING) return false
      const next = bytes[this.#at++]
      if (next === CLOSING) return true
      if (next !== COMMA_SIGN || bytes[this.#at++] !== OPENING) return false
    }
  }

  /** Whether what stands behind the outcome are values, or nothing, and the line is whole. */
  #rest(into: CallScan): number {
    const bytes = this.#bytes
    if (this.#skip(STREAM)) into.s = this.#count()
    if (bytes[this.#at] === 125) return isBreak(bytes[this.#at + 1]) ? this.#at + 1 : -1
    // Behind the stream there is nothing.
    if (into.s) return -1
    const to = this.#whole()
    if (to >= 0) into.s = this.#streamBefore(to)
    return to
  }

  /** Where the line ends, if there are values only, and their brackets and quotes close what is open: the object that it is; else -1. */
  #whole(): number {
    const bytes = this.#bytes
    const end = this.#end
    let depth = 1
    for (let at = this.#at; at < end; at++) {
      const kind = KINDS[bytes[at]!]!
      if (kind === PLAIN) continue
      if (kind === QUOTE) {
        // The break at the end of what is whole stops it.
        for (at++; bytes[at] !== 34; at++) {
          if (bytes[at] === 92) at++
          if (bytes[at]! < 32) return -1
        }
      } else if (kind === OPEN) depth++
      else if (kind === COMMA) {
        if (depth === 1 && !this.#isValue(at)) return -1
      } else if (kind === CLOSE) {
        if (--depth === 0) return isBreak(bytes[at + 1]) ? at + 1 : -1
      } else return -1
    }
    return -1
  }

  #isValue(at: number): boolean {
    return this.#stands(VALUE, at) || this.#stands(ARGS, at) || this.#stands(ERROR, at) || (this.#stands(STREAM, at) && this.#isLast(at))
  }

  /** Whether the field of the stream is the last of its line. */
  #isLast(at: number): boolean {
    const bytes = this.#bytes
    const first = at + STREAM.length
    let to = first
    while (bytes[to]! >= 48 && bytes[to]! <= 57) to++
    return isNumber(bytes, first, to) && bytes[to] === 125 && isBreak(bytes[to + 1])
  }

  /** `,"s":12}` at the end of a line that was written by others than a recorder; 0 where there is none. */
  #streamBefore(to: number): number {
    const bytes = this.#bytes
    let at = to - 2
    let value = 0
    for (let unit = 1; bytes[at]! >= 48 && bytes[at]! <= 57; at--, unit *= 10) value += (bytes[at]! - 48) * unit
    return at !== to - 2 && this.#stands(STREAM, at + 1 - STREAM.length) ? value : 0
  }
}

const COMMA_SIGN = 44
const OPENING = 91
const CLOSING = 93

/** Whether these digits are a number of JSON: there are any, and no zeros before others. */
const isNumber = (bytes: Uint8Array, first: number, to: number): boolean => to > first && (bytes[first] !== 48 || to === first + 1)

const isBreak = (char: number | undefined): boolean => char === LINE_BREAK

/** What bytes of JSON outside of its texts are. */
const PLAIN = 0
const QUOTE = 1
const OPEN = 2
const CLOSE = 3
const COMMA = 4
const BREAK = 5

const KINDS = Uint8Array.from({ length: 256 }, (_, char) => kindOf(String.fromCharCode(char)))

function kindOf(char: string): number {
  if (char < ' ') return BREAK
  return char === '"' ? QUOTE : '{['.includes(char) ? OPEN : '}]'.includes(char) ? CLOSE : char === ',' ? COMMA : PLAIN
}
