import type { BunPlugin } from 'unplugin'
import type { SpoorOptions } from './options.ts'
import { bun } from './on/bun.ts'

/**
 * Spoor for Bun.
 * @example
 * ```js
 * // build.js
 * import spoor from 'spoor/bun'
 *
 * await Bun.build({ entrypoints: ['src/index.js'], sourcemap: 'linked', outdir: 'dist', plugins: [spoor()] })
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): BunPlugin {
  return bun(options)
}
