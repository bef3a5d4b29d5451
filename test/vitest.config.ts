import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['*/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.cache/**', '**/dist/**'],
    globalSetup: ['support/global-setup.ts'],
    setupFiles: ['support/no-warnings.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Many tests run a bundler or a browser; a machine with two cores may be busy with both.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
