import { run, type Failure, type Result } from './scenario.ts'

/** Prints one line of JSON: the result, which every build shares, and the stacks, which name its places. */
async function main(): Promise<void> {
  const { failures, ...rest } = await run()
  const entries = Object.entries(failures) as [keyof Result['failures'], Failure][]
  const errors = Object.fromEntries(entries.map(([name, failure]) => [name, failure.error]))
  const stacks = Object.fromEntries(entries.map(([name, failure]) => [name, failure.stack]))
  console.log(JSON.stringify({ result: { ...rest, failures: errors }, stack: stacks.declined, stacks }))
}

await main()
