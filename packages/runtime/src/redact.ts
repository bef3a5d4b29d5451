const CACHED_KEYS = 2000

let words: readonly string[] | undefined
let secret: RegExp
let known: Map<string, boolean>

/** Whether a property or parameter of this name holds a secret, by the words of `ValueLimits.redact`. */
export function isSecret(key: string, redact: readonly string[]): boolean {
  if (redact !== words || known.size > CACHED_KEYS) compile(redact)
  let answer = known.get(key)
  if (answer === undefined) {
    answer = match(secret, twice(key)) !== null
    known.set(key, answer)
  }
  return answer
}

// No method of a string is used here that a pattern is handed to: they ask the pattern's `exec`, which some programs replace.

/** `x-apiKey` -> `xapiKey x-api-Key` */
function twice(key: string): string {
  let apart = ''
  let upper = false
  for (let i = 0; i < key.length; i++) {
    const char = key[i] as string
    const wasUpper = upper
    upper = char >= 'A' && char <= 'Z'
    apart += upper && !wasUpper ? `-${char}` : char
  }
  return `${joined(key, '')} ${apart}`
}

/** Without dashes; what is no letter or digit has `escape` before it. */
function joined(word: string, escape: string): string {
  let text = ''
  for (let i = 0; i < word.length; i++) {
    const char = word[i] as string
    if (char !== '-' && char !== '_') text += match(WORD, char) ? char : escape + char
  }
  return text
}

const WORD = /\w/
const match: (pattern: RegExp, text: string) => RegExpExecArray | null = Function.prototype.call.bind(RegExp.prototype.exec)

// A word of three letters must stand alone: `userSsn`, but not `className`. No method of an array: it happens at the first value that is
// seen, and a program may have removed them by then.
function compile(redact: readonly string[]): void {
  let pattern = ''
  for (let i = 0; i < redact.length; i++) {
    const text = joined(redact[i] as string, '\\')
    pattern += `${i ? '|' : ''}${text.length < 4 ? `(^|[^a-z])${text}([^a-z]|$)` : text}`
  }
  words = redact
  secret = RegExp(pattern || '(?!)', 'i')
  known = new Map()
}
