import type { Plugin } from 'vite'
import type { SpoorOptions } from './options.ts'
import { vite } from './on/vite.ts'
import { refuseUncalled } from './uncalled.ts'

/**
 * Spoor for Vite.
 * @example
 * ```js
 * // vite.config.js
 * import spoor from 'spoor/vite'
 *
 * export default { plugins: [spoor()] }
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): Plugin[] {
  return vite(options)
}

refuseUncalled(spoor, 'config')
