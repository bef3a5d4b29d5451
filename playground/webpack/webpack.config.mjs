import { bare, entry, loader, minify, mode, options, outDir, shop } from '../switches.mjs'

const plugins = bare ? [] : [(await import('spoor/webpack')).default(options)]

/** `LOADER=swc` (default), `ts` or `esbuild`. */
const loaders = {
  swc: {
    loader: 'swc-loader',
    options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, sourceMaps: true },
  },
  ts: {
    loader: 'ts-loader',
    options: {
      configFile: `${shop}/tsconfig.json`,
      transpileOnly: true,
      compilerOptions: { noEmit: false, sourceMap: true, allowImportingTsExtensions: false },
    },
  },
  esbuild: { loader: 'esbuild-loader', options: { target: 'es2022' } },
}

export default {
  mode,
  target: 'node20',
  context: shop,
  entry: { 'scenario-main': entry },
  devtool: 'source-map',
  module: { rules: [{ test: /\.tsx?$/, use: loaders[loader ?? 'swc'] }] },
  resolveLoader: { modules: [`${import.meta.dirname}/node_modules`] },
  plugins,
  output: { path: outDir, filename: '[name].mjs', module: true, chunkFormat: 'module' },
  experiments: { outputModule: true },
  optimization: { minimize: minify },
  stats: 'errors-warnings',
}
