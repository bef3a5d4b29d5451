import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/serve/node-index.ts' },
  platform: 'node',
  target: 'es2022',
  fixedExtension: false,
  dts: true,
  // The page is Vite's.
  clean: ['dist/*.js', 'dist/*.d.ts'],
  deps: { alwaysBundle: ['@spoor/shared'] },
})
