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

// A word of three letters must stand alone: `userSsn`, but not `className`.
function compile(redact: readonly string[]): void {
  const patterns = redact.map((word) => {
    const text = joined(word, '\\')
    return text.length < 4 ? `(^|[^a-z])${text}([^a-z]|$)` : text
  })
  words = redact
  secret = RegExp(patterns.join('|') || '(?!)', 'i')
  known = new Map()
}
