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

/**
 * Whether React Compiler comes to the files of a build: it leaves every component and hook as it is that holds a `try` with `finally`, so
 * such files get their probes behind it. Options of Babel's cannot be seen: where it runs and finds the compiler, and where a project
 * for React asks for the compiler, that counts as used. To be wrong costs little.
 * @param root folder of the project; its manifest may stand above
 * @param prebundled what the project asks Vite to bundle beforehand; presets for the compiler name its runtime
 */
export function compilesReact(plugins: readonly Neighbour[], root: string, prebundled: readonly string[] = []): boolean {
  const working = plugins.filter(({ transform }) => transform).map(({ name }) => name)
  if (working.some((name) => COMPILER.test(name))) return true
  if (working.some((name) => BABEL.test(name))) return prebundled.some((id) => COMPILED.test(id)) || findsCompiler(root)
  return plugins.some(({ name }) => /react/i.test(name)) && asksForCompiler(root)
}

/** The same for the `module.rules` of webpack and Rspack, whose loaders tell their options. */
export function rulesCompileReact(rules: unknown, root: string): boolean {
  const words = wordsIn(rules)
  if (words.some((word) => COMPILER.test(word))) return true
  return words.some((word) => BABEL.test(word)) ? findsCompiler(root) : words.some((word) => /react/i.test(word)) && asksForCompiler(root)
}

/** Where compiled code takes its memory from. */
export const COMPILED: RegExp = /\breact[-/]compiler-runtime\b/

/** Whether anything may be compiled: JSX, and what calls hooks or says so itself. */
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
