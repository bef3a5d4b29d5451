import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A plugin of Vite, Rollup or Rolldown, as far as it is looked at. */
export interface Neighbour {
  name: string
  transform?: unknown
}

/** React Compiler itself, whoever wrapped it. */
const COMPILER = /react-?compiler/i

/** What runs Babel, with options that nobody else can see. */
const BABEL = /babel/i

/** Fast Refresh, as plugins and options of loaders are called. */
const REFRESH = /^vite:react\b|react-?refresh|^refresh$/i

// Two of React's tools no longer know a component or a hook that bears a probe. React Compiler leaves it as it is, for the `try` with
// `finally`. Fast Refresh, as Oxc and SWC have it, overlooks the hooks within the `try`, and keeps state that belongs to other hooks.

/**
 * Whether one of them comes to the files of a build. Options of Babel's cannot be seen: where it runs and finds the compiler, and where a
 * project for React asks for the compiler, that counts as used. To be wrong costs little.
 * @param root folder of the project; its manifest may stand above
 * @param hot whether the program is updated while it runs
 * @param prebundled what the project asks Vite to bundle beforehand; presets for the compiler name its runtime
 */
export function minds(plugins: readonly Neighbour[], root: string, hot = false, prebundled: readonly string[] = []): boolean {
  const names = plugins.map(({ name }) => name)
  if (hot && names.some((name) => REFRESH.test(name))) return true
  const working = plugins.flatMap(({ name, transform }) => (transform ? name : []))
  if (working.some((name) => COMPILER.test(name))) return true
  if (working.some((name) => BABEL.test(name))) return prebundled.some((id) => COMPILED.test(id)) || findsCompiler(root)
  return names.some((name) => /react/i.test(name)) && asksForCompiler(root)
}

/** The same for the `module.rules` of webpack and Rspack, whose loaders tell their options. */
export function rulesMind(rules: unknown, root: string): boolean {
  const words = wordsIn(rules)
  if (words.some((word) => COMPILER.test(word) || REFRESH.test(word))) return true
  return words.some((word) => BABEL.test(word)) ? findsCompiler(root) : words.some((word) => /react/i.test(word)) && asksForCompiler(root)
}

/** Where compiled code takes its memory from. */
export const COMPILED: RegExp = /\breact[-/]compiler-runtime\b/

/** Whether there may be a component or a hook: JSX, and what calls hooks or says so itself. */
export const mayHoldComponents = (code: string, path: string): boolean =>
  /\buse(?:[A-Z\d]| memo\b| forget\b)/.test(code) || (!/\.[cm]?ts$/.test(path) && /<[\w>]/.test(code))

function findsCompiler(root: string): boolean {
  try {
    createRequire(join(root, 'package.json')).resolve('babel-plugin-react-compiler')
    return true
  } catch {
    return false
  }
}

/** Whether the nearest manifest names it. */
function asksForCompiler(root: string): boolean {
  for (let folder = root, up = dirname(folder); ; folder = up, up = dirname(folder)) {
    try {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, object>
      return Object.keys({ ...dependencies, ...devDependencies }).some((name) => COMPILER.test(name) && !name.includes('eslint'))
    } catch {
      if (folder === up) return false
    }
  }
}

/** As deep as rules nest, with a preset's options in them; behind that are programs. */
const DEPTH = 12

/** Every string, function's name, and key of what is not switched off. */
function wordsIn(value: unknown, depth = DEPTH): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return [value.name]
  if (typeof value !== 'object' || value === null || depth === 0) return []
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  return isPlain ? Object.entries(value).flatMap(([key, inner]) => (inner ? [key, ...wordsIn(inner, depth - 1)] : [])) : []
}
