import { globToRegExp, nameGlobToRegExp } from './glob.ts'

/** How much a function tells: its calls only, or more. */
export type Level = 'calls' | 'variables' | 'flow' | 'full'

export const LEVELS: readonly Level[] = ['calls', 'variables', 'flow', 'full']

/** One selector, taken apart: `!src/cart.ts#on*=calls`. */
export interface Selector {
  text: string
  negated: boolean
  path: RegExp
  /** `undefined` where the selector has no `#function` part and so means every function of its files. */
  name: RegExp | undefined
  level: Level | undefined
}

/**
 * `glob`, `glob#function-glob`, `glob=level`, `!selector` -> its parts. Paths are relative to the project root.
 * @throws {RangeError} whose message says what is wrong with the text and what was expected.
 */
export function parseSelector(text: string): Selector {
  const negated = text.startsWith('!')
  let rest = (negated ? text.slice(1) : text).trim()
  let level: Level | undefined
  const suffix = /=([a-z]*)$/i.exec(rest)
  if (suffix) {
    level = suffix[1] as Level
    if (!LEVELS.includes(level)) throw new RangeError(`"${text}": "${level}" is not a level; use one of ${LEVELS.join(', ')}`)
    rest = rest.slice(0, suffix.index)
  }
  // The first `#` parts path from name, as names may hold one (`Cart.#secret`) and paths hardly ever do.
  const hash = rest.indexOf('#')
  const path = (hash < 0 ? rest : rest.slice(0, hash)).replace(/^\.\//, '')
  const name = hash < 0 ? undefined : rest.slice(hash + 1)
  if (!path) throw new RangeError(`"${text}": no path before the function; write "**#${name || 'name'}" for every file`)
  if (name === '') throw new RangeError(`"${text}": nothing after "#"; write "${path}" for every function of the file`)
  return { text, negated, path: globToRegExp(path), name: name === undefined ? undefined : nameGlobToRegExp(name), level }
}

/** `a,b{c,d},!e` -> `['a', 'b{c,d}', '!e']`: commas within braces belong to the glob. */
export function splitSelectors(text: string): string[] {
  const parts = text.match(/(?:\{[^}]*\}|[^,])+/g) ?? []
  return parts.map((part) => part.trim()).filter(Boolean)
}

/**
 * What a list of selectors says of a function: selected (with a level, where one was given), deselected, or nothing; and whether the
 * selector that decided speaks of functions, and not of all in a file.
 */
export type Verdict = { selected: boolean; level: Level | undefined; named: boolean } | undefined

/** A compiled list of selectors; the last match wins. */
export interface Matcher {
  /** Whether any function of this file could be selected: the quick question before a file is parsed. */
  file(path: string): boolean
  /**
   * A selector that names `f` means every function of that name, `f~2` and `f~3` too; one that names `f~2` only that.
   * @param path relative to the root, forward slashes; @param name the function's full name.
   */
  function(path: string, name: string): Verdict
}

/** Compiles selectors once. @throws {RangeError} as {@link parseSelector} does. */
export function compileSelectors(texts: readonly string[]): Matcher {
  const selectors = texts.map(parseSelector)
  return {
    file(path) {
      let possible = false
      for (const { negated, path: pattern, name } of selectors) {
        if (!pattern.test(path)) continue
        if (!negated) possible = true
        else if (!name) possible = false
      }
      return possible
    },
    function(path, name) {
      const names = spellings(name)
      for (let i = selectors.length - 1; i >= 0; i--) {
        const { level, name: pattern, negated, path: file } = selectors[i] as Selector
        if (file.test(path) && (!pattern || names.some((text) => pattern.test(text))))
          return { selected: !negated, level, named: pattern !== undefined }
      }
      return undefined
    },
  }
}

/** `outer~2.inner~3` -> itself, `outer~2.inner` and `outer.inner`: what a person may call it. */
const spellings = (name: string): string[] =>
  name.includes('~') ? [name, name.replace(/~\d+$/, ''), name.replace(/~\d+(?=\.|$)/g, '')] : [name]
