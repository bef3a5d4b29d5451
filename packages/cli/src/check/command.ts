import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { otherRunner, runnerOf } from './runner.ts'
import type { Runner } from './runner.ts'
import { parts, quote, words } from './shell.ts'

/** A test command, found behind `npm test` and the like where that is where it stands. */
export interface Command {
  /** As the person gave it. */
  given: string
  /** What is run, before the runner is asked to tell its results. */
  line: string
  runner: Runner
}

/** @param given the words behind `--` @param cwd where they are run */
export function commandOf(given: readonly string[], cwd: string): Command {
  const line = given.map(quote).join(' ')
  const found = find(line, cwd, new Set())
  return { given: line, line: found?.line ?? line, runner: found?.runner ?? otherRunner(line) }
}

type Found = Pick<Command, 'line' | 'runner'>

/** Follows scripts of `package.json` down to the one part that starts a known runner. */
function find(line: string, cwd: string, seen: Set<string>): Found | undefined {
  const runner = runnerOf(line)
  if (runner) return { line, runner }
  const steps = parts(line)
  if (steps.length > 1) return only(steps.flatMap((step) => find(step, cwd, seen) ?? []))
  const script = scriptOf(line)
  const text = script && !seen.has(script.name) ? scriptsAt(cwd)[script.name] : undefined
  return script && text !== undefined ? find([text, ...script.rest.map(quote)].join(' '), cwd, new Set([...seen, script.name])) : undefined
}

const only = <T>(list: T[]): T | undefined => (list.length === 1 ? list[0] : undefined)

/** `npm test`, `npm run unit -- --fast`, `yarn unit`, `pnpm run unit` -> the script and what is handed to it */
function scriptOf(line: string): { name: string; rest: string[] } | undefined {
  const [manager, ...list] = words(line)
  if (!manager || !/^(?:npm|pnpm|yarn|bun)$/.test(manager)) return undefined
  const named = list.filter((word) => word !== '--silent' && word !== '-s' && word !== '--')
  const [first, ...rest] = named
  if (first === 'run' || first === 'run-script') return rest[0] ? { name: rest[0], rest: rest.slice(1) } : undefined
  if (first === 't' || first === 'tst' || first === 'test') return { name: 'test', rest }
  return first && manager !== 'npm' && !first.startsWith('-') ? { name: first, rest } : undefined
}

function scriptsAt(cwd: string): Record<string, string> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const file = join(folder, 'package.json')
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Record<string, string> }).scripts ?? {}
    if (folder === dirname(folder)) return {}
  }
}
