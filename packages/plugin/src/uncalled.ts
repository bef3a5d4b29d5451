import { OptionsError } from './messages.ts'

/**
 * Bundlers take a function in `plugins` for a plugin without hooks: `plugins: [spoor]` would trace nothing, and say nothing. So it has the
 * hook that they call first.
 * @param hook `config` in Vite, `options` in Rollup and Rolldown
 */
export function refuseUncalled(door: (...args: never[]) => unknown, hook: 'config' | 'options'): void {
  Object.defineProperty(door, hook, { value: uncalled })
}

/** @throws {OptionsError} always */
export function uncalled(): never {
  throw new OptionsError('not-called', {})
}
