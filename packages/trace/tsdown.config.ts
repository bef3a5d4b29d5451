import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/node.ts'],
  platform: 'node',
  target: 'es2022',
  fixedExtension: false,
  dts: true,
  copy: [{ from: 'schema/trace.schema.json', to: 'dist' }],
  deps: { alwaysBundle: ['@spoor/shared'] },
})
