import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import { bare, minify, options, outDir, shop } from '../switches.mjs'
import { shopApi } from './shop-api.ts'

const spoor = bare ? [] : [(await import('spoor/vite')).default(options)]

/** The shop's web page; `vite` also serves the API, from the same process. */
export default defineConfig({
  root: shop,
  cacheDir: import.meta.dirname + '/node_modules/.vite',
  plugins: [...spoor, preact(), shopApi()],
  server: { port: Number(process.env.PORT ?? 5173), host: '127.0.0.1' },
  build: {
    outDir: outDir + '/web',
    emptyOutDir: true,
    minify,
    sourcemap: true,
  },
})
