const LONG = 4
const CACHED_KEYS = 2000

let words: readonly string[] | undefined
let secret: RegExp
let known: Map<string, boolean>

/** Whether a property or parameter of this name holds a secret, by the words of `ValueLimits.redact`. */
export function isSecret(key: string, redact: readonly string[]): boolean {
  if (redact !== words) compile(redact)
  let answer = known.get(key)
  if (answer === undefined) {
    if (known.size > CACHED_KEYS) known.clear()
    known.set(key, (answer = secret.test(key.slice(0, 200).replace(/([a-z\d])([A-Z])/g, '$1-$2'))))
  }
  return answer
}

// `apikey` is in `x-api_key` and `myApiKeys`. A word of three letters must stand alone: `userSsn`, but not `className`.
function compile(redact: readonly string[]): void {
  const patterns = redact.map((word) => {
    const letters = [...word.replace(/[-_]/g, '')].map((letter) => letter.replace(/\W/, '\\$&'))
    return letters.length < LONG ? `(^|[^a-z])${letters.join('')}([^a-z]|$)` : letters.join('[-_]*')
  })
  words = redact
  secret = RegExp(patterns.join('|') || '(?!)', 'i')
  known = new Map()
}
