import type { JsPlugin } from '@farmfe/core'
import type { SpoorOptions } from './options.ts'
import { farm } from './on/farm.ts'

/**
 * Spoor for Farm.
 * @example
 * ```js
 * // farm.config.js
 * import spoor from 'spoor/farm'
 *
 * export default { plugins: [spoor()] }
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): JsPlugin {
  return farm(options)
}
