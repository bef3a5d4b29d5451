import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {import('./rows.mjs').Row} Row
 * @typedef {import('./rows.mjs').Mode} Mode
 * @typedef {'bare' | 'absent' | 'traced'} Variant `absent`: with the plugin, and tracing off
 * @typedef {{ result: unknown, stacks: Record<string, string> }} Printed
 * @typedef {{ dropped: number, calls: [id: string, parent: string, outcome: string][] }} Trace
 * @typedef {{ out: string, printed: Printed, trace: Trace | undefined }} Run
 */

const here = fileURLToPath(new URL('.', import.meta.url))
const playground = fileURLToPath(new URL('../../playground/', import.meta.url))

/** The folder that paths in stacks and ids are relative to. */
export const shop = join(playground, 'shop')

/** Output folder of a build. The names of variants are equally long, lest a path make a difference. */
export const outOf = (/** @type {Row} */ { name }, /** @type {Mode} */ mode, /** @type {Variant} */ variant) =>
  join(here, '../.cache/bundlers', name.replaceAll(/\W+/g, '-'), `${mode}-${variant.padEnd(6, '_')}`)

/**
 * Builds the scenario with the script that people use, and gives the output folder.
 * @param {Row} row
 * @param {Mode} mode
 * @param {Variant} variant
 */
export async function build(row, mode, variant) {
  const out = outOf(row, mode, variant)
  rmSync(out, { recursive: true, force: true })
  const folder = join(playground, row.member)
  const script = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts['build:scenario']
  await command('sh', ['-c', script], folder, { ...switchesOf(row, mode, variant), OUT: out })
  return out
}

/** Runs what was built. @returns {Promise<Run>} */
export async function run(/** @type {string} */ out) {
  return runProgram(out, [join(out, 'scenario-main.mjs')], out)
}

/** Runs the program within the dev server of a row. @returns {Promise<Run>} */
export async function serve(/** @type {Row} */ row, /** @type {Variant} */ variant) {
  const out = outOf(row, 'development', variant)
  const folder = join(playground, row.member)
  const env = switchesOf(row, 'development', variant)
  return runProgram(out, [join(here, 'dev-server.mjs')], folder, env)
}

async function runProgram(
  /** @type {string} */ out,
  /** @type {string[]} */ args,
  /** @type {string} */ cwd,
  /** @type {object} */ env = {},
) {
  const file = `${out}.trace.json`
  rmSync(file, { force: true })
  mkdirSync(dirname(file), { recursive: true })
  const printed = await command(process.execPath, ['--import', join(here, 'preload.mjs'), ...args], cwd, { ...env, TRACE: file })
  const trace = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  // A bundler may talk, too.
  const line = printed.split('\n').find((text) => text.startsWith('{"result"'))
  return { out, printed: JSON.parse(line ?? printed), trace }
}

function switchesOf(/** @type {Row} */ { loader }, /** @type {Mode} */ mode, /** @type {Variant} */ variant) {
  return {
    ...(mode === 'development' && { NODE_ENV: 'development' }),
    ...(mode === 'minified' && { MINIFY: '1' }),
    ...(loader && { LOADER: loader }),
    ...(variant === 'bare' && { BARE: '1' }),
    ...(variant === 'traced' && { SPOOR: '1', OPTIONS: '{"console":false}' }),
  }
}

const UNWANTED = ['VITEST', 'NODE_ENV', 'SPOOR', 'TEST', 'BARE', 'MINIFY', 'OUT', 'LOADER', 'OPTIONS', 'NODE_OPTIONS']

/** What a command prints. @returns {Promise<string>} @throws with all that it said, where it fails */
function command(/** @type {string} */ file, /** @type {string[]} */ args, /** @type {string} */ cwd, /** @type {object} */ env) {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !UNWANTED.includes(name)))
  const PATH = [join(cwd, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
  const options = { cwd, env: { ...inherited, NO_COLOR: '1', PATH, ...env }, maxBuffer: 2 ** 26 }
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, stdout) => (error ? reject(new Error(`${error.message}\n${stdout}`)) : resolve(stdout)))
  })
}

/** Name -> content of every file below a folder. @returns {Record<string, string>} */
export function filesIn(/** @type {string} */ folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'latin1')]))
}
