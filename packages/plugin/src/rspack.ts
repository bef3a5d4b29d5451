import type { RspackPluginInstance } from '@rspack/core'
import type { SpoorOptions } from './options.ts'
import { webpackLike } from './on/webpack.ts'

/**
 * Spoor for Rspack.
 * @example
 * ```js
 * // rspack.config.js
 * import spoor from 'spoor/rspack'
 *
 * export default { entry: './src/index.js', plugins: [spoor()] }
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): RspackPluginInstance {
  return webpackLike('rspack', options)
}
