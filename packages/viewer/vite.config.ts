import preact from '@preact/preset-vite'
import { defineConfig } from 'vite'
import type { UserConfig } from 'vite'

/** The page: one HTML file, one script, one style, and the script of the worker, all beside each other and addressed relatively. */
const config: UserConfig = defineConfig({
  root: 'src/page',
  base: './',
  plugins: [preact()],
  worker: { format: 'es', rollupOptions: { output: { entryFileNames: '[name].js' } } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    cssCodeSplit: false,
    rollupOptions: { output: { entryFileNames: '[name].js', chunkFileNames: '[name].js', assetFileNames: '[name][extname]' } },
  },
})

export default config
