import { bare, entry, minify, options, outDir, shop } from '../switches.mjs'

const plugins = bare ? [] : [(await import('spoor/bun')).default(options)]

await Bun.build({
  entrypoints: [entry],
  root: `${shop}/src`,
  target: 'node',
  format: 'esm',
  sourcemap: 'linked',
  minify,
  outdir: outDir,
  naming: '[name].mjs',
  plugins,
  throw: true,
})
