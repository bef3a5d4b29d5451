const CACHED_KEYS = 2000

let words: readonly string[] | undefined
let secret: RegExp
let known: Map<string, boolean>

/** Whether a property or parameter of this name holds a secret, by the words of `ValueLimits.redact`. */
export function isSecret(key: string, redact: readonly string[]): boolean {
  if (redact !== words || known.size > CACHED_KEYS) compile(redact)
  let answer = known.get(key)
  if (answer === undefined) {
    // `x-apiKey` is looked at as `xapiKey x-api-Key`.
    answer = secret.test(`${key.replace(/[-_]/g, '')} ${key.replace(/[A-Z]+/g, '-$&')}`)
    known.set(key, answer)
  }
  return answer
}

// A word of three letters must stand alone: `userSsn`, but not `className`.
function compile(redact: readonly string[]): void {
  const patterns = redact.map((word) => {
    const text = word.replace(/[-_]/g, '').replace(/\W/g, '\\$&')
    return text.length < 4 ? `(^|[^a-z])${text}([^a-z]|$)` : text
  })
  words = redact
  secret = RegExp(patterns.join('|') || '(?!)', 'i')
  known = new Map()
}
