import { defineConfig } from 'tsdown'

const bundlers = ['vite', 'webpack', 'rspack', 'rollup', 'rolldown', 'esbuild', 'farm', 'bun']
const node = ['register', 'node-loader', 'control-node', 'bin']

export default defineConfig([
  {
    entry: ['index', 'runtime', 'probes', 'console', 'devtools', 'record', 'control', 'server', ...node, ...bundlers].map(
      (name) => `src/${name}.ts`,
    ),
    platform: 'node',
    target: 'node20',
    fixedExtension: false,
    dts: true,
    deps: { alwaysBundle: ['@spoor/shared'] },
  },
  {
    // For pages: nothing of Node, and the runtime as the page has it.
    entry: ['src/web-live.ts', 'src/web-bundled.ts'],
    platform: 'neutral',
    target: 'es2022',
    fixedExtension: false,
    dts: false,
    clean: false,
    deps: { alwaysBundle: ['@spoor/shared', '@spoor/trace', 'birpc'] },
  },
  {
    // For pages that were made elsewhere: with the runtime in it.
    entry: ['src/web-client.ts'],
    platform: 'neutral',
    target: 'es2022',
    fixedExtension: false,
    dts: false,
    clean: false,
    deps: { alwaysBundle: [/^@spoor\//, 'birpc'] },
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
