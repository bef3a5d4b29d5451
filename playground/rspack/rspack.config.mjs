import { bare, entry, minify, mode, options, outDir, shop } from '../switches.mjs'

const plugins = bare ? [] : [(await import('spoor/rspack')).default(options)]

const swc = {
  loader: 'builtin:swc-loader',
  options: { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } },
}

export default {
  mode,
  target: 'node20',
  context: shop,
  entry: { 'scenario-main': entry },
  devtool: 'source-map',
  module: { rules: [{ test: /\.tsx?$/, use: swc }] },
  plugins,
  output: { path: outDir, filename: '[name].mjs', module: true, chunkFormat: 'module' },
  optimization: { minimize: minify },
  stats: 'errors-warnings',
}
