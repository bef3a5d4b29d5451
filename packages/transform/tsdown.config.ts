import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/babel.ts'],
  platform: 'node',
  target: 'node20',
  dts: true,
  fixedExtension: false,
  deps: { alwaysBundle: ['@spoor/shared'] },
})
