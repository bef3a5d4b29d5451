import { defineConfig } from 'vitest/config'
import { LastWords } from './support/last-words.ts'

/** Where another Babel than the workspace's is to be tested: the `node_modules` that holds it. */
const babel = process.env['BABEL_FOLDER']

export default defineConfig({
  resolve: {
    alias: babel ? [{ find: /^@babel\/(parser|types|traverse|core|code-frame)$/, replacement: `${babel}/@babel/$1/lib/index.js` }] : [],
  },
  test: {
    include: ['*/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/.cache/**', '**/dist/**'],
    globalSetup: ['support/global-setup.ts'],
    setupFiles: ['support/no-warnings.ts'],
    reporters: ['default', new LastWords()],
    pool: 'forks',
    maxWorkers: 2,
    // Many tests run a bundler or a browser; a machine with two cores may be busy with both, and slow. What hangs takes so long, and nothing else.
    testTimeout: 240_000,
    // Nor is a click lost on such a machine worth a whole run. What passed only then is named at the end.
    retry: 1,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 60_000 } },
  },
})
