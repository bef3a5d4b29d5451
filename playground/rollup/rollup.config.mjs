import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import esbuild from 'rollup-plugin-esbuild'
import { bare, entry, loader, minify, options, outDir, shop } from '../switches.mjs'

const spoor = bare ? [] : [(await import('spoor/rollup')).default(options)]

/** `LOADER=typescript` (default) or `esbuild`. */
const loaders = {
  typescript: () =>
    typescript({
      tsconfig: `${shop}/tsconfig.json`,
      filterRoot: shop,
      compilerOptions: {
        noEmit: false,
        allowImportingTsExtensions: false,
        rewriteRelativeImportExtensions: true,
        sourceMap: true,
      },
    }),
  esbuild: () => esbuild({ target: 'es2022', sourceMap: true, tsconfig: false }),
}

export default {
  input: entry,
  plugins: [...spoor, loaders[loader ?? 'typescript'](), minify && terser({ module: true })],
  output: { dir: outDir, format: 'es', sourcemap: true, entryFileNames: '[name].mjs' },
}
