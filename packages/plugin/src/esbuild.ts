import type { Plugin } from 'esbuild'
import type { SpoorOptions } from './options.ts'
import { esbuild } from './on/esbuild.ts'

/**
 * Spoor for esbuild. Put it before plugins that load source files themselves: in esbuild the first to load a file is the last.
 * @example
 * ```js
 * // build.js
 * import { build } from 'esbuild'
 * import spoor from 'spoor/esbuild'
 *
 * await build({ entryPoints: ['src/index.js'], bundle: true, sourcemap: true, outdir: 'dist', plugins: [spoor()] })
 * ```
 * @throws {OptionsError} where an option cannot be used, before the build begins
 */
export default function spoor(options?: SpoorOptions): Plugin {
  return esbuild(options)
}
