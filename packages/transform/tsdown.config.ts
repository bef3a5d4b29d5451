import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts'],
  platform: 'neutral',
  target: 'node20',
  dts: true,
  noExternal: ['@spoor/shared'],
})
