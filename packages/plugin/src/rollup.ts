import type { Plugin } from 'rollup'
import type { SpoorOptions } from './options.ts'
import { rollup } from './on/rollup.ts'
import { refuseUncalled } from './uncalled.ts'

/**
 * Spoor for Rollup.
 * @example
 * ```js
 * // rollup.config.js
 * import spoor from 'spoor/rollup'
 *
 * export default { input: 'src/index.js', output: { dir: 'dist', sourcemap: true }, plugins: [spoor()] }
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): Plugin[] {
  return rollup(options)
}

refuseUncalled(spoor, 'options')
