import { defineConfig } from 'tsdown'

const bundlers = ['vite', 'webpack', 'rspack', 'rollup', 'rolldown', 'esbuild', 'farm', 'bun']
const node = ['register', 'node-loader', 'bin']

export default defineConfig([
  {
    entry: ['index', 'runtime', 'probes', 'console', ...node, ...bundlers].map((name) => `src/${name}.ts`),
    platform: 'node',
    target: 'node20',
    fixedExtension: false,
    dts: true,
    deps: { alwaysBundle: ['@spoor/shared'] },
  },
  {
    entry: ['src/copied.ts'],
    format: ['esm', 'cjs'],
    platform: 'node',
    target: 'es2022',
    dts: false,
    clean: false,
    deps: { alwaysBundle: [/^@spoor\//] },
  },
])
