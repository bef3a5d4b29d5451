import { createRequire } from 'node:module'
import vm from 'node:vm'
import { buildSync } from 'esbuild'

const { resolve } = createRequire(import.meta.url)

const bundle = (name, format) =>
  buildSync({ entryPoints: [resolve(name)], bundle: true, write: false, format, target: 'node20' }).outputFiles[0].text

/**
 * The published runtime, recording values, as one script: it is loaded into the realm of each test, so that what a test does to
 * its realm's built-ins is done to those that the runtime sees.
 */
export const RUNTIME = new vm.Script(bundle('@spoor/runtime', 'iife'), { filename: 'spoor-runtime.js' })

/** The words that build side and run side share; they are written in TypeScript. */
export const { PROBES_MODULE, RUNTIME_SLOT } = await import(`data:text/javascript,${encodeURIComponent(bundle('@spoor/shared', 'esm'))}`)
