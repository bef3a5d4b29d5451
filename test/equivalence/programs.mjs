// The programs of `programs/`: `NN-title.ext` shows row NN of the hazards (00: none of them, but the promise itself). Its first line says
// in a sentence what it shows. Then may come `// as: …`, the ways in which it can run, if not all of its kind; `// rows: …`, what rows it also
// shows; `// throws`, for one that ends by throwing; `// untold`, for one whose calls are too many to be listed, or not told
// alike by engines; `// unseen`, for one whose values the tests' recorder cannot look at without a trace; `// stacks`, for one that is about
// frames; `// text`, for one that is about the text of its own functions, which every instrumenter changes: no peer is judged by it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/**
 * @typedef {'script' | 'commonjs' | 'module'} Kind
 * @typedef {{ kind: Kind, strict: boolean, name: string }} Variant `name`: `sloppy script`, `strict commonjs`, `module`, ...
 * @typedef {Record<string, string>} Files name -> text; the first is the program, the others are what it imports
 * @typedef {{ file: string, rows: number[], sentence: string, files: Files, flags: Flag[], variants: Variant[] }} Program
 * @typedef {'throws' | 'untold' | 'unseen' | 'stacks' | 'text'} Flag
 */

/** @type {Flag[]} */
const FLAGS = ['throws', 'untold', 'unseen', 'stacks', 'text']

const folder = join(import.meta.dirname, 'programs')

/** @type {(kind: Kind, strict?: boolean) => Variant} */
const variant = (kind, strict = false) => ({ kind, strict, name: kind === 'module' ? kind : `${strict ? 'strict' : 'sloppy'} ${kind}` })
const COMMONJS = [variant('commonjs'), variant('commonjs', true)]

/** @type {Record<string, Variant[]>} */
const BY_EXTENSION = {
  '.js': [variant('script'), variant('script', true), ...COMMONJS, variant('module')],
  '.cjs': COMMONJS,
  '.mjs': [variant('module')],
  // Compiled to CommonJS.
  '.ts': [variant('commonjs')],
  '.tsx': [variant('commonjs')],
}

/** Every program, by file name. @returns {Program[]} */
export function readPrograms() {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.txt'))
  return files.map(({ name }) => readProgram(name)).toSorted((a, b) => (a.file < b.file ? -1 : 1))
}

/** @returns {Program} */
function readProgram(/** @type {string} */ file) {
  const code = readFileSync(join(folder, file), 'utf8')
  const header = /^(?:\/\/ .*\n)+/m.exec(code)?.[0] ?? ''
  const ways = /^\/\/ as: (.*)$/m.exec(header)?.[1]?.split(', ')
  const also = /^\/\/ rows: (.*)$/m.exec(header)?.[1]?.split(', ').map(Number) ?? []
  const all = BY_EXTENSION[extname(file)] ?? []
  const variants = ways ? all.filter(({ name }) => ways.some((way) => name.includes(way))) : all
  if (!variants.length) throw new Error(`${file} runs as nothing`)
  return {
    file,
    flags: FLAGS.filter((flag) => header.includes(`\n// ${flag}\n`)),
    rows: [Number(file.slice(0, 2)), ...also],
    sentence: header.split('\n')[0]?.slice(3) ?? '',
    files: { [file]: code, ...partsOf(file) },
    variants,
  }
}

/** `NN-title.mjs` may import what lies in `NN-title/`. @returns {Files} */
function partsOf(/** @type {string} */ file) {
  const part = file.slice(0, -extname(file).length)
  if (!existsSync(join(folder, part))) return {}
  return Object.fromEntries(
    readdirSync(join(folder, part)).map((name) => [`${part}/${name}`, readFileSync(join(folder, part, name), 'utf8')]),
  )
}

/** The files as a variant of the program has them: strict code says so before all else, on the line that is there. @returns {Files} */
export function filesOf(/** @type {Program} */ { file, files }, /** @type {Variant} */ { kind, strict }) {
  if (!strict || kind === 'module') return files
  return { ...files, [file]: /** @type {string} */ (files[file]).replace(/^(#!.*\n)?/, (hashbang) => `${hashbang}'use strict'; `) }
}
