import type { SpoorOptions } from './options.ts'

export type { SpoorOptions } from './options.ts'
export { OptionsError } from './messages.ts'
export type { MessageCode } from './messages.ts'

/**
 * Options with their types, for a file that several configurations share. Gives back what it takes.
 * @example
 * ```ts
 * import { defineOptions } from 'spoor'
 *
 * export default defineOptions({ include: ['src/**', '!src/format.ts'] })
 * ```
 */
export function defineOptions(options: SpoorOptions): SpoorOptions {
  return options
}
