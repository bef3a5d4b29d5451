import { defineConfig } from 'tsdown'

const bundlers = ['vite', 'webpack', 'rspack', 'rollup', 'rolldown', 'esbuild', 'farm', 'bun']

export default defineConfig({
  entry: ['index', 'runtime', 'probes', 'console', 'register', 'node-loader', ...bundlers].map((name) => `src/${name}.ts`),
  platform: 'node',
  target: 'node20',
  fixedExtension: false,
  dts: true,
  deps: { alwaysBundle: ['@spoor/shared'] },
})
