/**
 * Globs as regular expressions, small enough for the browser. The dialect is picomatch's with `dot: true`:
 * `*` `?` `[a-z]` within a segment, `**` across segments, `{a,b}`, `\` escapes. A test holds both to the same answers.
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
  let braces = 0
  for (let at = 0; at < glob.length; ) {
    const segments = any === '[^/]' && /^(?:\*\*\/)+/.exec(atSegmentStart(glob, at) ? glob.slice(at) : '')
    const set = /^\[[!^]?\]?[^\]]*\]/.exec(glob.slice(at))
    const char = glob[at] as string
    if (segments) {
      out += '(?:[^/]+/)*'
      at += segments[0].length
    } else if (char === '*') {
      const stars = /^\*+/.exec(glob.slice(at)) as RegExpExecArray
      const wholeTail = stars[0].length === 2 && at + 2 === glob.length && atSegmentStart(glob, at)
      out += wholeTail ? '[^]*' : `${any}*`
      at += stars[0].length
    } else if (set) {
      out += set[0].replace(/^\[!/, '[^').replace(/\\/g, '\\\\')
      at += set[0].length
    } else {
      if (char === '{' && closes(glob, at)) {
        out += '(?:'
        braces++
      } else if (char === '}' && braces) {
        out += ')'
        braces--
      } else if (char === ',' && braces) out += '|'
      else if (char === '?') out += any
      else if (char === '\\' && at + 1 < glob.length) out += escape(glob[++at] as string)
      else out += escape(char)
      at++
    }
  }
  return out
}

const atSegmentStart = (glob: string, at: number): boolean => at === 0 || /[/{,]/.test(glob[at - 1] as string)
const closes = (glob: string, at: number): boolean => glob.indexOf('}', at) > 0
const escape = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
