/**
 * Globs as regular expressions, small enough for the browser. The dialect is picomatch's with `dot: true`:
 * `*` `?` `[a-z]` `[^a-z]` within a segment, `**` across segments, `{a,b}`, `\` escapes; `[id]` also means itself.
 * A test holds both to the same answers.
 */
export function globToRegExp(glob: string): RegExp {
  return new RegExp(`^${translate(glob, '[^/]')}$`)
}

/** The same for function names, where `/` is a character like any other. */
export function nameGlobToRegExp(glob: string): RegExp {
  return new RegExp(`^${translate(glob, '[^]')}$`)
}

function translate(glob: string, any: string): string {
  let out = ''
  /** For each `{` that is open: whether it lists alternatives. */
  const braces: boolean[] = []
  for (let at = 0; at < glob.length;) {
    const [length, text] = wildcard(glob, at, any) ?? brace(glob, at, braces) ?? [1, escape(glob[at] as string)]
    out += text
    at += length
  }
  return out
}

type Token = [length: number, text: string] | undefined

/** The wildcard or escape at `at`: how long it is, and what it means. */
function wildcard(glob: string, at: number, any: string): Token {
  const rest = glob.slice(at)
  const segments = any === '[^/]' && globstar(glob, at, rest)
  if (segments) return segments
  const stars = /^\*+/.exec(rest)
  if (stars) return [stars[0].length, `${any}*`]
  if (rest[0] === '?') return [1, any]
  if (rest[0] === '\\' && rest[1]) return [2, escape(rest[1])]
  const set = /^\[[!^]?\]?[^\]]+\]/.exec(rest)
  return set ? [set[0].length, `(?:${escape(set[0])}|${setOf(set[0])})`] : undefined
}

/** `**` that is a whole segment. `src/**` means `src` as well, `*` + `/**` only what lies below. */
function globstar(glob: string, at: number, rest: string): Token {
  if (/^(?:\/\*\*)+$/.test(rest) && glob[at - 1] !== '*') return [rest.length, '(?:/[^]*)?']
  const stars = (at === 0 || '/{,'.includes(glob[at - 1] as string)) && /^(?:(?:\*\*\/)+|\*\*(?=$|[,}]))/.exec(rest)
  return stars ? [stars[0].length, stars[0].endsWith('/') ? '(?:[^/]+/)*' : '[^]*'] : undefined
}

/** `{a,b}` -> `(?:a|b)`; braces without a comma are themselves. */
function brace(glob: string, at: number, open: boolean[]): Token {
  const char = glob[at]
  if (char === '{') open.push(listsAlternatives(glob, at))
  if (char === '{' && open.at(-1)) return [1, '(?:']
  if (char === ',' && open.at(-1)) return [1, '|']
  return char === '}' && open.pop() ? [1, ')'] : undefined
}

function listsAlternatives(glob: string, from: number): boolean {
  let depth = 0
  let comma = false
  for (let at = from; at < glob.length; at++) {
    if (glob[at] === '\\') at++
    else if (glob[at] === '{') depth++
    else if (glob[at] === ',' && depth === 1) comma = true
    else if (glob[at] === '}' && --depth === 0) return comma
  }
  return false
}

// `[!a]` -> `[^a]`; no set contains the slash; brackets and backslashes within are themselves.
const setOf = (set: string): string =>
  `(?!/)[${set
    .slice(1, -1)
    .replace(/^!/, '^')
    .replace(/[\\[\]]/g, '\\$&')}]`

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
