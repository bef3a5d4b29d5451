import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { transform } from '@spoor/transform'

/** @typedef {import('./run.mjs').Judged} Judged */

const require = createRequire(import.meta.url)
const runtime = (/** @type {string} */ name) => require.resolve(name)

/** Spoor as it is without a runtime, switched off, and recording with values, in both forms. @type {Judged[]} */
export const SPOOR = [
  spoor('Spoor, no runtime', { runtime: false }),
  spoor('Spoor, off', { state: 'idle' }),
  spoor('Spoor, on', {}),
  spoor("Spoor, on, `errors: 'catch'`", { errors: 'catch' }),
]

/** @returns {Judged} */
function spoor(/** @type {string} */ name, /** @type {import('@spoor/transform').TransformOptions} */ options) {
  const here = options.runtime !== false
  const given = here ? { ...options, runtime: runtime('@spoor/runtime/probes') } : options
  return {
    name,
    typescript: true,
    // Somebody reads, so that values are looked at as closely as they ever are.
    before: here ? [pathToFileURL(runtime('@spoor/runtime')).href] : [],
    instrument: (code, file, kind) => transform(code, file, { sourceType: /\.tsx?$/.test(file) ? 'unambiguous' : kind, ...given }),
  }
}
