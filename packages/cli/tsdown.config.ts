import { defineConfig } from 'tsdown'

const common = { platform: 'node', target: 'node20' } as const

export default defineConfig([
  {
    ...common,
    entry: { index: 'src/index.ts', attach: 'src/attach/index.ts' },
    dts: true,
    fixedExtension: false,
    deps: { alwaysBundle: ['@spoor/shared'] },
  },
  // Test runners load these themselves, some of them with `require`.
  {
    ...common,
    entry: { mocha: 'src/reporters/mocha.ts', jasmine: 'src/reporters/jasmine.ts' },
    outDir: 'dist/reporters',
    format: 'cjs',
    dts: false,
  },
])
