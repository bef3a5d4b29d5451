import type { WebpackPluginInstance } from 'webpack'
import type { SpoorOptions } from './options.ts'
import { webpackLike } from './on/webpack.ts'

/**
 * Spoor for webpack.
 * @example
 * ```js
 * // webpack.config.js
 * import spoor from 'spoor/webpack'
 *
 * export default { entry: './src/index.js', plugins: [spoor()] }
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): WebpackPluginInstance {
  return webpackLike('webpack', options)
}
