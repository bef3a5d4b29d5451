import * as esbuild from 'esbuild'
import { bare, entry, minify, options, outDir, shop } from '../switches.mjs'

const plugins = bare ? [] : [(await import('spoor/esbuild')).default(options)]

await esbuild.build({
  absWorkingDir: shop,
  entryPoints: [entry],
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  sourcemap: true,
  minify,
  outdir: outDir,
  outExtension: { '.js': '.mjs' },
  plugins,
})
