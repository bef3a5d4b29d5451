import { asText, match, slice, uncurried } from './intrinsics.ts'

// Secrets that no name gives away: known by what they look like, wherever they stand in a text. Most texts hold none, so they are looked over
// once, by their characters, before any pattern is tried; and all patterns take time in proportion to the text, whatever it holds.

/** A pattern of which all finds are replaced, or what makes another text of one. */
export type Redaction = RegExp | ((text: string) => string)

const codeAt: (text: string, at: number) => number = uncurried(String.prototype.charCodeAt)
const indexOf: (text: string, part: string) => number = uncurried(String.prototype.indexOf)

/** The shortest secret that there is a pattern for: an e-mail address. */
const SHORTEST = 6

/** Characters of keys and tokens that follow each other. */
const TOKEN = 16

/** Digits of a card's number. */
const CARD = 13

/** The text without the secrets in it; where there are none, the text itself. */
export function withoutSecrets(text: string): string {
  if (text.length < SHORTEST) return text
  let at = false
  let digits = 0
  let run = 0
  let longest = 0
  for (let i = 0; i < text.length; i++) {
    const code = codeAt(text, i)
    const digit = code > 47 && code < 58
    if (digit) digits++
    if (digit || (code > 96 && code < 123) || (code > 64 && code < 91) || code === 95 || code === 45 || code === 46) run++
    else {
      if (run > longest) longest = run
      run = 0
      if (code === 64) at = true
      // The end of `Bearer `.
      else if (code === 32 && codeAt(text, i - 1) === 114 && codeAt(text, i - 4) === 97) longest = TOKEN
    }
  }
  if (run > longest) longest = run
  return at || digits >= CARD || longest >= TOKEN || (text.length > 60 && longest > 9) ? replaced(text, at, digits) : text
}

function replaced(given: string, at: boolean, digits: number): string {
  let text = given
  if (indexOf(text, '-----BEGIN ') >= 0) text = replaceAll(text, PEM, '‹private key›')
  if (indexOf(text, 'eyJ') >= 0) text = replaceAll(text, JWT, '‹token›')
  text = replaceAll(text, KEY, '‹key›')
  text = replaceAll(text, BEARER, '‹token›')
  if (at) text = replaceAll(replaceAll(text, CREDENTIALS, '‹credentials›'), EMAIL, '‹e-mail›')
  return digits < CARD ? text : replaceAll(text, DIGITS, '‹card›', isCard)
}

const PEM = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY-----|$)/g
const JWT = /\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)?/g

/** Those of Stripe, OpenAI and others, GitHub, GitLab, Slack, AWS, Google, npm, SendGrid, Hugging Face, Shopify, DigitalOcean, PyPI. */
const KEY =
  /\b(?:[rs]k_(?:live|test)_\w{10,}|sk-[\w-]{20,}|gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|A[KS]IA[A-Z\d]{16}\b|AIza[\w-]{30,}|ya29\.[\w-]{20,}|npm_[A-Za-z\d]{30,}|SG\.[\w-]{16,}\.[\w-]{16,}|hf_[A-Za-z\d]{20,}|shp(?:at|ca|pa|ss)_\w{16,}|do[opr]_v1_\w{32,}|pypi-[\w-]{30,})/g
// What stays of a find is its first group.
const BEARER = /(\b[Bb]earer )[\w.~+/-]{16,}=*/g
const CREDENTIALS = /(:\/\/)[^\s/:@]{0,64}:[^\s/@]{1,256}(?=@)/g
const EMAIL = /[\w.+-]{1,64}@(?:[A-Za-z\d-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])/g
const DIGITS = /(^|[^\d.])[2-6](?:[ -]?\d){12,18}(?!\.?\d)/g

/** Whether these digits could be a card's: by their check digit. */
function isCard(text: string): boolean {
  let sum = 0
  let count = 0
  for (let i = text.length - 1; i >= 0; i--) {
    const digit = codeAt(text, i) - 48
    if (digit < 0) continue
    const doubled = count++ % 2 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return count >= CARD && sum % 10 === 0
}

/** A number that could be a card's. */
export const isCardNumber = (value: number): boolean => value >= 2e12 && value < 7e18 && value % 1 === 0 && isCardText(asText(value))

const isCardText = (text: string): boolean => match(/^[2-6]\d{12,18}$/, text) !== null && isCard(text)

function replaceAll(text: string, pattern: RegExp, by: string, is?: (found: string) => boolean, plain?: true): string {
  let out = ''
  let from = 0
  pattern.lastIndex = 0
  for (let found = match(pattern, text); found; found = match(pattern, text)) {
    const { 0: part, index } = found
    const kept = plain ? '' : (found[1] ?? '')
    // An empty find would be found for ever.
    if (!part) pattern.lastIndex++
    else if (!is || is(slice(part, kept.length))) {
      out += slice(text, from, index) + kept + by
      from = index + part.length
    }
    if (!pattern.global) break
  }
  return from ? out + slice(text, from) : text
}

/** What the user's own redactions make of a text. */
export function redactedBy(redactions: readonly Redaction[], text: string): string {
  let out = text
  for (let i = 0; i < redactions.length; i++) {
    const one = redactions[i] as Redaction
    out = typeof one === 'function' ? asText(one(out)) : replaceAll(out, one, '‹redacted›', undefined, true)
  }
  return out
}
