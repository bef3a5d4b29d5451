import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { transformSync } from 'esbuild'
import { filesOf } from '../programs.mjs'

/**
 * @typedef {import('../programs.mjs').Program} Program
 * @typedef {import('../programs.mjs').Variant} Variant
 * @typedef {{ code: string, map?: unknown }} Instrumented
 * @typedef {object} Judged an instrumenter, and how it is put to use
 * @property {string} name
 * @property {(code: string, file: string, kind: 'commonjs' | 'module') => Instrumented | undefined} [instrument] `undefined`: it left the file alone
 * @property {boolean} [typescript] it takes TypeScript as it is; others get what esbuild made of it
 * @property {string[]} [before] modules that are there when the program starts
 * @property {string[]} [command] what stands before the program in the command line, in place of `node`
 * @property {Record<string, string>} [folder] further files that it wants beside the program
 * @typedef {{ log: string[], thrown?: string, unhandled: string[] }} Outcome
 */

const CHILD = join(import.meta.dirname, 'child.mjs')
const TIME_LIMIT = 120_000

/** Runs one variant of a program with an instrumenter, or bare. @returns {Promise<Outcome>} */
export async function run(/** @type {Program} */ program, /** @type {Variant} */ variant, /** @type {Judged} */ judged) {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-score-'))
  try {
    const kind = variant.kind === 'module' ? 'module' : 'commonjs'
    const texts = prepare(filesOf(program, variant), kind, judged)
    if (typeof texts === 'string') return { log: [], thrown: texts, unhandled: [] }
    write(folder, texts, kind, judged)
    return await start(folder, judged)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What will run, or why nothing can.
 * @returns {string | { name: string, code: string, map?: unknown }[]}
 */
function prepare(/** @type {Record<string, string>} */ files, /** @type {'commonjs' | 'module'} */ kind, /** @type {Judged} */ judged) {
  try {
    return Object.entries(files).map(([file, code]) => {
      const typescript = /\.tsx?$/.test(file)
      const name = file.replace(/\.tsx?$/, '.js')
      const instrument = (/** @type {string} */ text, /** @type {string} */ as) => instrumented(judged, text, as, kind)
      if (!typescript) return { name, ...instrument(code, file) }
      // After types are gone columns are not the author's; programs in TypeScript look at no frames.
      return { name, code: judged.typescript ? stripped(instrument(code, file).code, file) : instrument(stripped(code, file), name).code }
    })
  } catch (error) {
    return `does not compile: ${/** @type {Error} */ (error).message.split('\n')[0]}`
  }
}

/** Who refuses a file leaves it as it is, as plugins and hooks do. @returns {Instrumented} */
function instrumented(
  /** @type {Judged} */ judged,
  /** @type {string} */ code,
  /** @type {string} */ file,
  /** @type {'commonjs' | 'module'} */ kind,
) {
  try {
    return judged.instrument?.(code, file, kind) ?? { code }
  } catch {
    return { code }
  }
}

const stripped = (/** @type {string} */ code, /** @type {string} */ file) =>
  transformSync(code, {
    loader: file.endsWith('x') ? 'tsx' : 'ts',
    format: 'cjs',
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: !file.includes('.standard.') } },
  }).code

function write(
  /** @type {string} */ folder,
  /** @type {{ name: string, code: string, map?: unknown }[]} */ texts,
  /** @type {'commonjs' | 'module'} */ kind,
  /** @type {Judged} */ { before = [], folder: further = {} },
) {
  const put = (/** @type {string} */ name, /** @type {string} */ text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const { name, code } of texts) put(name, code)
  for (const [name, text] of Object.entries(further)) put(name, text)
  put('package.json', JSON.stringify({ name: 'program', type: kind }))
  const files = texts.map(({ name }) => name)
  const maps = Object.fromEntries(texts.flatMap(({ name, map }) => (map ? [[name, map]] : [])))
  put('job.json', JSON.stringify({ files, entry: files[0], kind, maps, before }))
}

/** @returns {Promise<Outcome>} */
function start(/** @type {string} */ folder, /** @type {Judged} */ { command = [process.execPath] }) {
  const [program = '', ...args] = command
  const began = Date.now()
  return new Promise((resolve) => {
    execFile(program, [...args, CHILD, folder], { cwd: folder, timeout: TIME_LIMIT, maxBuffer: 1 << 26 }, (error, _out, errors) => {
      const outcome = join(folder, 'outcome.json')
      if (existsSync(outcome)) resolve(JSON.parse(readFileSync(outcome, 'utf8')))
      else
        resolve({
          log: [],
          thrown: Date.now() - began < TIME_LIMIT ? `ended early: ${reasonIn(errors)}` : 'did not end in time',
          unhandled: [],
        })
    })
  })
}

const reasonIn = (/** @type {string} */ text) =>
  text.split('\n').find((line) => /Error/.test(line)) || text.split('\n')[0] || 'without a word'

/** The kinds in which Node runs a file: CommonJS, sloppy if it may be, and module. @returns {Variant[]} */
export function variantsOf(/** @type {Program} */ { file, variants }) {
  const commonjs = variants.find(({ kind }) => kind === 'commonjs')
  const module = variants.find(({ kind }) => kind === 'module')
  const found = [commonjs, ...(/\.tsx?$/.test(extname(file)) ? [] : [module])]
  return /** @type {Variant[]} */ (found.filter(Boolean))
}
