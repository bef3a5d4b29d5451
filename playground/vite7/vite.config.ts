import { defineConfig } from 'vite'
import { bare, entry, minify, options, outDir, shop } from '../switches.mjs'

const spoor = bare ? [] : [(await import('spoor/vite')).default(options)]

export default defineConfig({
  root: shop,
  cacheDir: import.meta.dirname + '/node_modules/.vite',
  plugins: spoor,
  build: {
    ssr: entry,
    target: 'node20',
    outDir,
    minify,
    sourcemap: true,
    rollupOptions: { output: { entryFileNames: '[name].mjs' } },
  },
})
