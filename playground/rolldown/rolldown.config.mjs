import { bare, entry, minify, options, outDir, shop } from '../switches.mjs'

const spoor = bare ? [] : [(await import('spoor/rolldown')).default(options)]

export default {
  cwd: shop,
  input: entry,
  platform: 'node',
  plugins: spoor,
  output: { dir: outDir, format: 'esm', sourcemap: true, minify, entryFileNames: '[name].mjs' },
}
