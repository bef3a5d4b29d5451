import { bare, entry, minify, mode, options, outDir, shop } from '../switches.mjs'

const plugins = bare ? [] : [(await import('spoor/farm')).default(options)]

export default {
  root: shop,
  clearScreen: false,
  plugins,
  compilation: {
    mode,
    input: { 'scenario-main': entry },
    output: {
      path: outDir,
      targetEnv: 'node',
      format: 'esm',
      entryFilename: '[entryName].mjs',
      filename: '[name].mjs',
    },
    sourcemap: true,
    minify,
    persistentCache: false,
    presetEnv: false,
    partialBundling: { enforceResources: [{ name: 'scenario-main', test: ['.+'] }] },
  },
}
