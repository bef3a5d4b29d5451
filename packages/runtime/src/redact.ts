import { keeping, match } from './intrinsics.ts'

const CACHED_KEYS = 2000

let words: readonly string[] | undefined
let secret: RegExp
let known: Map<string, boolean>
let count = 0

/** Whether a property or parameter of this name holds a secret, by the words of `ValueLimits.redact`. */
export function isSecret(key: string, redact: readonly string[]): boolean {
  if (redact !== words || count > CACHED_KEYS) compile(redact)
  let answer = known.get(key)
  if (answer === undefined) {
    answer = match(secret, twice(key)) !== null
    known.set(key, answer)
    count++
  }
  return answer
}

/** Of patterns, `{password}` and `[token]`, the properties themselves are looked at. */
export const isSecretParameter = (label: string = '{', redact: readonly string[]): boolean =>
  label[0] !== '{' && label[0] !== '[' && isSecret(label, redact)

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
const { Map: EngineMap, RegExp: EnginePattern } = globalThis

// A word of up to four letters must stand alone: `userSsn` and `basicAuth`, but not `className` and `author`.
function compile(redact: readonly string[]): void {
  let pattern = ''
  for (let i = 0; i < redact.length; i++) {
    const text = joined(redact[i] as string, '\\')
    pattern += `${i ? '|' : ''}${text.length < 5 ? `(^|[^a-z])${text}([^a-z]|$)` : text}`
  }
  words = redact
  secret = new EnginePattern(pattern || '(?!)', 'i')
  count = 0
  known = keeping(new EngineMap())
}
