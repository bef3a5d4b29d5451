/** What one look at a text, before it is parsed, can tell. */
export interface Scan {
  /**
   * Offsets, in order, of everything that no function, exit, suspension, `arguments` or `with` can do without, and {@link Infinity} behind them.
   * Strings and comments count too: where there is none, there is nothing.
   */
  landmarks: readonly number[]
  /** Whether the text says a word, be it as a part of a longer one. */
  has(word: Word): boolean
  /** Whether the text may hold decorators. */
  decorators: boolean
}

type Landmark = '=>' | 'arguments' | 'await' | 'return' | 'throw' | 'with' | 'yield'
type Trait = 'mock' | 'hoisted' | 'qwik' | 'worklet' | 'native-' | '@spoor-ignore' | '@flow' | 'sourceMappingURL=' | '_$p' | 'spoor:'
export type Word = Landmark | Trait

const LANDMARKS: readonly Landmark[] = ['=>', 'arguments', 'await', 'return', 'throw', 'with', 'yield']
const TRAITS: readonly Trait[] = [
  'mock',
  'hoisted',
  'qwik',
  'worklet',
  'native-',
  '@spoor-ignore',
  '@flow',
  'sourceMappingURL=',
  '_$p',
  'spoor:',
]
export const WORDS: readonly Word[] = [...LANDMARKS, ...TRAITS]

/** Two characters, seven bits of each -> the one word that begins with them, counted from 1. */
const PAIRS = new Uint8Array(1 << 14)
const pair = (first: number, second: number): number => ((first & 127) << 7) | (second & 127)
WORDS.forEach((word, index) => (PAIRS[pair(word.charCodeAt(0), word.charCodeAt(1))] = index + 1))

const BRACE = '{'.charCodeAt(0)
const AT_SIGN = '@'.charCodeAt(0)
const [BLANK, TAB] = [32, 9]

let last: { code: string; found: Scan } | undefined

/** Looks once at a text, however many ask one after the other. */
export function scan(code: string): Scan {
  if (last?.code !== code) last = { code, found: look(code) }
  return last.found
}

function look(code: string): Scan {
  const landmarks: number[] = []
  let seen = 0
  let decorators = false
  let before = 0
  for (let at = 0; at < code.length; at++) {
    const char = code.charCodeAt(at)
    const word = PAIRS[pair(before, char)] as number
    if (word > 0 && code.startsWith(WORDS[word - 1] as string, at - 1)) {
      seen |= 1 << (word - 1)
      if (word <= LANDMARKS.length) landmarks.push(at - 1)
    }
    if (char === BRACE && mayOpenBody(code, at)) landmarks.push(at)
    else if (char === AT_SIGN) decorators ||= mayDecorate(code, at)
    before = char
  }
  landmarks.push(Infinity)
  return { landmarks, decorators, has: (word) => (seen & (1 << WORDS.indexOf(word))) !== 0 }
}

/** What stands before a literal's brace on its line, never before that of a function's body, a class, or a `try`. */
const BEFORE_LITERAL = new Uint8Array(128)
for (const char of '(,=:[?&|!{') BEFORE_LITERAL[char.charCodeAt(0)] = 1

const mayOpenBody = (code: string, brace: number): boolean => BEFORE_LITERAL[code.charCodeAt(lastInk(code, brace))] !== 1

/** JSDoc's tags stand behind an asterisk, names of packages in quotes. */
const mayDecorate = (code: string, at: number): boolean => code[lastInk(code, at)] !== '*' && !/['"`]/.test(code[at - 1] ?? '')

/** The offset of the last character before one, blanks of the same line left out. */
function lastInk(code: string, at: number): number {
  let before = at - 1
  while (code.charCodeAt(before) === BLANK || code.charCodeAt(before) === TAB) before--
  return before
}
