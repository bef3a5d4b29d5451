import type { Plugin } from 'rolldown'
import type { SpoorOptions } from './options.ts'
import { rolldown } from './on/rollup.ts'
import { refuseUncalled } from './uncalled.ts'

/**
 * Spoor for Rolldown.
 * @example
 * ```js
 * // rolldown.config.js
 * import spoor from 'spoor/rolldown'
 *
 * export default { input: 'src/index.js', output: { dir: 'dist', sourcemap: true }, plugins: [spoor()] }
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): Plugin[] {
  return rolldown(options)
}

refuseUncalled(spoor, 'options')
