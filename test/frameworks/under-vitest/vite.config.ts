import spoor from 'spoor/vite'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [process.env['BARE'] ? [] : spoor()],
  test: {
    include: ['{src,tests,failing}/*.spec.ts'],
    maxWorkers: 1,
    coverage: { include: ['src/**'], exclude: ['**/*.spec.ts'], reporter: ['json'] },
  },
})
