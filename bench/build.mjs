import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import * as esbuild from 'esbuild'

/**
 * @typedef {object} Variant
 * @property {string} name
 * @property {import('spoor').SpoorOptions} [options] none: without the plugin
 * @property {boolean} [read] whether the program holds somebody who reads what is recorded
 * @property {string} [root] of the workspace whose plugin it is. Default: this one
 */

export const ROOT = fileURLToPath(new URL('../', import.meta.url))
export const CACHE = join(ROOT, 'node_modules/.cache/spoor-bench')

/**
 * Bundles a program into one script that sets `program` to `{ run, digest }`.
 *
 * @param {string} name of the file in `programs/`
 * @param {Variant} variant
 * @param {esbuild.BuildOptions} [more]
 * @returns {Promise<string>} path of the script
 */
export async function buildProgram(name, variant, more = {}) {
  const outfile = join(CACHE, 'programs', `${name}.${variant.name.replaceAll(/\W+/g, '-')}.js`)
  const code = await buildText({ file: join(ROOT, 'bench/programs', `${name}.mjs`) }, variant, {
    format: 'iife',
    globalName: 'program',
    ...more,
  })
  mkdirSync(join(CACHE, 'programs'), { recursive: true })
  writeFileSync(outfile, code)
  return outfile
}

/**
 * Bundles a file, or a text that imports as files of this folder do.
 *
 * @param {{ file: string } | { stdin: string }} entry
 * @param {Variant} variant
 * @param {esbuild.BuildOptions} more
 */
export async function buildText(entry, variant, more) {
  const { outputFiles } = await esbuild.build({
    ...('file' in entry ? { entryPoints: [entry.file] } : { stdin: { contents: entry.stdin, resolveDir: join(ROOT, 'bench') } }),
    absWorkingDir: ROOT,
    bundle: true,
    // The name of the variant makes a text of its own of each, lest an engine use what it knows of another.
    banner: { js: `// ${variant.name}` },
    conditions: ['production'],
    mainFields: ['browser', 'module', 'main'],
    define: { 'process.env.NODE_ENV': '"production"', 'process.browser': 'true' },
    loader: { '.md': 'text' },
    target: 'es2022',
    logLevel: 'error',
    write: false,
    ...more,
    ...(variant.options && (await doorOf(variant, more))),
  })
  return outputFiles[0].text
}

async function doorOf({ options, read = false, root = ROOT }, { external = [] }) {
  const dist = join(root, 'packages/plugin/dist')
  const { default: spoor } = await import(pathToFileURL(join(dist, 'esbuild.js')).href)
  return {
    plugins: [spoor({ root: ROOT, exclude: [], console: false, ...options })],
    ...(external.length === 0 && { alias: { 'spoor/probes': join(dist, 'probes.js'), 'spoor/runtime': join(dist, 'runtime.js') } }),
    ...(read && { inject: [join(ROOT, 'bench/programs/reader.mjs')] }),
  }
}

/** Selectors of all functions of packages. */
export const allOf = (packages) => packages.map((name) => `**/node_modules/${name}/**`)
