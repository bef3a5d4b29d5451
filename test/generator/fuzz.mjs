// Runs programs nobody wrote, bare and instrumented, in Node and Chromium, for as long as is asked.
//   pnpm fuzz [--minutes 60] [--seed N] [--in node|chromium|both]
// Prints the seed, how far it is, and, should a program behave differently, the smallest that does; exits with 1 then.
import { runnerImport } from 'vite'

const { module } = await runnerImport(new URL('fuzz.ts', import.meta.url).pathname, { logLevel: 'error', configFile: false })
process.exit(await module.fuzz(process.argv.slice(2)))
