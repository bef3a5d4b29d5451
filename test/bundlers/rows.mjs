/**
 * @typedef {'development' | 'production' | 'minified'} Mode
 * @typedef {{ name: string, member: string, loader?: string, server?: boolean, bundler: string }} Row
 * `member`: folder of the playground; `server`: the program runs in the bundler's dev server.
 */

/** @type {readonly Mode[]} */
export const MODES = ['development', 'production', 'minified']

/** @type {readonly Row[]} */
export const ROWS = [
  row('vite', 'vite'),
  { ...row('vite', 'vite'), name: 'vite dev server', server: true },
  row('vite7', 'vite7'),
  { ...row('vite7', 'vite7'), name: 'vite7 dev server', server: true },
  ...['swc', 'ts', 'esbuild'].map((loader) => row('webpack', 'webpack', loader)),
  row('rspack', 'rspack'),
  ...['typescript', 'esbuild'].map((loader) => row('rollup', 'rollup', loader)),
  ...['rolldown', 'esbuild', 'farm', 'bun'].map((name) => row(name, name)),
]

/** @returns {Row} */
function row(/** @type {string} */ bundler, /** @type {string} */ member, /** @type {string | undefined} */ loader) {
  return { name: loader ? `${bundler} + ${loader}` : bundler, bundler, member, ...(loader && { loader }) }
}

/** A dev server has no production. */
export const has = (/** @type {Row} */ { server }, /** @type {Mode} */ mode) => !server || mode === 'development'
