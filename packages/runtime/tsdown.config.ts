import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/probes.ts', 'src/console.ts', 'src/requests.ts', 'src/devtools.ts'],
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  deps: { alwaysBundle: ['@spoor/shared'] },
})
