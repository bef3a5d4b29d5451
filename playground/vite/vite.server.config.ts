import { defineConfig } from 'vite'
import { bare, minify, options, outDir, shop } from '../switches.mjs'

const spoor = bare ? [] : [(await import('spoor/vite')).default(options)]

/** The shop's server, for Node; it is one file that needs nothing but PGlite. */
export default defineConfig({
  root: shop,
  cacheDir: import.meta.dirname + '/node_modules/.vite',
  plugins: spoor,
  ssr: { noExternal: true, external: ['@electric-sql/pglite'] },
  build: {
    ssr: 'src/server/main.ts',
    target: 'node20',
    outDir: outDir + '/server',
    emptyOutDir: true,
    minify,
    sourcemap: true,
    rolldownOptions: { output: { entryFileNames: '[name].js' } },
  },
})
