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
  /** What was read last. A field, as what functions give back of such numbers has to be put into memory of its own. */
  #time: number = NaN

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
    if (into.start !== into.start || into.waited !== into.waited) return -1
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
    this.#readTime()
    into.start = this.#time
    if (this.#skip(END)) {
      this.#readRequired()
      into.end = this.#time
    }
    if (this.#skip(RAN)) {
      this.#readRequired()
      into.ran = this.#time
    }
    if (this.#skip(WAITED)) {
      this.#readTime()
      into.waited = this.#time
    }
    if (this.#skip(GAPS) && !this.#gaps(into)) return false
    if (this.#skip(MORE_GAPS)) this.#count()
    if (!this.#skip(OUTCOME)) return false
    into.outcome = 0
    while (into.outcome < OUTCOMES.length && !this.#skip(OUTCOME_NAMES[into.outcome]!)) into.outcome++
    return into.outcome < OUTCOMES.length
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
    const from = this.#at
    let at = from
    let value = 0
    for (let digit = bytes[at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++at]! - 48) value = value * 10 + digit
    const isNone = at === from || (bytes[from] === 48 && at > from + 1)
    this.#at = isNone ? bytes.length : at
    return value <= Number.MAX_SAFE_INTEGER ? value : 0
  }

  /** Milliseconds with at most three digits behind the point, into `#time`; anything else is `NaN`, and left for others to read. */
  #readTime(): void {
    const bytes = this.#bytes
    const isNegative = bytes[this.#at] === 45
    if (isNegative) this.#at++
    let value = this.#count()
    this.#time = NaN
    // One division of whole numbers gives what parsing the text would.
    let unit = 1
    if (bytes[this.#at] === 46) {
      const point = ++this.#at
      for (let digit = bytes[this.#at]! - 48; digit >= 0 && digit <= 9; digit = bytes[++this.#at]! - 48) {
        value = value * 10 + digit
        unit *= 10
      }
      if (this.#at === point || unit > 1000 || value > Number.MAX_SAFE_INTEGER) return
    }
    this.#time = (isNegative ? -value : value) / unit
  }

  /** One that must be a number where its field is there: `NaN` would say that it is not. */
  #readRequired(): void {
    this.#readTime()
    // What follows no number cannot be the next field.
    if (this.#time !== this.#time) this.#at = this.#bytes.length
  }

  /** `[[1,2.5],[3,4]]`, of which the beginning is read. */
  #gaps(into: CallScan): boolean {
    const bytes = this.#bytes
    for (let isFirst = true; ; isFirst = false) {
      this.#readRequired()
      if (isFirst) into.paused = this.#time
      if (bytes[this.#at++] !== COMMA_SIGN) return false
      this.#readRequired()
      if (bytes[this.#at++] !== CLOSING) return false
      const next = bytes[this.#at++]
      if (next === CLOSING) return true
      if (next !== COMMA_SIGN || bytes[this.#at++] !== OPENING) return false
    }
  }

  /** Whether what stands behind the outcome are values, or nothing, and the line is whole. */
  #rest(into: CallScan): number {
    if (this.#skip(ARGS) && !this.#passBrackets(1)) return -1
    if (this.#skip(VALUE) && !this.#passValue()) return -1
    if (this.#skip(ERROR) && !this.#passValue()) return -1
    if (this.#skip(STREAM)) into.s = this.#count()
    const at = this.#at
    return this.#bytes[at] === 125 && this.#bytes[at + 1] === LINE_BREAK ? at + 1 : -1
  }

  #passValue(): boolean {
    const bytes = this.#bytes
    const kind = KINDS[bytes[this.#at]!]!
    if (kind === OPEN) return this.#passBrackets(0)
    if (kind === QUOTE) {
      this.#at = behindText(bytes, this.#at)
      return this.#at > 0
    }
    const from = this.#at
    while (KINDS[bytes[this.#at]!] === PLAIN && bytes[this.#at] !== 44) this.#at++
    return this.#at > from
  }

  /** Goes behind the bracket that closes the first that is open, if all in between fit. The break at the end of what is whole stops it. */
  #passBrackets(depth: number): boolean {
    const bytes = this.#bytes
    let at = this.#at
    do {
      const kind = KINDS[bytes[at]!]!
      if (kind === PLAIN) at++
      else if (kind === QUOTE) {
        at = behindText(bytes, at)
        if (at < 0) return false
      } else if (kind === BREAK) return false
      else {
        depth += kind === OPEN ? 1 : -1
        at++
      }
    } while (depth > 0)
    this.#at = at
    return true
  }
}

/** Where a text ends, behind its quote; -1: it does not, before the line does. */
function behindText(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; ; at++) {
    if (IS_TEXT[bytes[at]!]) continue
    if (bytes[at] === 34) return at + 1
    if (bytes[at] !== 92 || bytes[++at]! < 32) return -1
  }
}

const COMMA_SIGN = 44
const OPENING = 91
const CLOSING = 93

/** What bytes of JSON outside of its texts are. */
const PLAIN = 0
const QUOTE = 1
const OPEN = 2
const CLOSE = 3
const BREAK = 4

const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => kindOf(String.fromCharCode(byte)))

function kindOf(char: string): number {
  if (char < ' ') return BREAK
  return char === '"' ? QUOTE : '{['.includes(char) ? OPEN : '}]'.includes(char) ? CLOSE : PLAIN
}

/** Whether bytes within texts are a part of them, and neither end nor break them, nor say that the next means something else. */
const IS_TEXT = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 32 || byte === 34 || byte === 92 ? 0 : 1))
