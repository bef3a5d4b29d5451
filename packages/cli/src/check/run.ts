import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { RESULTS_VARIABLE } from '../reporters/write.ts'
import { readJest } from '../read/jest.ts'
import { readLines } from '../read/lines.ts'
import { withoutNoise } from '../read/output.ts'
import { byName } from '../read/results.ts'
import type { TestResult, Tests } from '../read/results.ts'
import { readSpec, readUvu } from '../read/spec.ts'
import { isTap, readTap } from '../read/tap.ts'
import type { Reporters, Runner } from './runner.ts'

/** What came of running the tests once. */
export interface Run {
  tests: Tests
  /** Where the names come from; `exit`: nothing that was printed could be read, so all there is is the command as one test. */
  source: 'report' | 'tap' | 'text' | 'exit'
  /** Exit code, or the name of a signal, or `timeout`. */
  end: number | string
  /** Wall clock, in milliseconds. */
  ms: number
  /** Everything printed. */
  output: string
}

export interface Job {
  runner: Runner
  reporters: Reporters
  cwd: string
  env: NodeJS.ProcessEnv
  /** Path for the runner's results. */
  results: string
  /** Milliseconds. */
  timeout: number
  /** Ends the tests with everything that they have started. */
  signal: AbortSignal
}

/** Runs the tests to their end, or to the timeout. @throws where `signal` says so, after everything that was started is gone */
export async function run(job: Job): Promise<Run> {
  rmSync(job.results, { force: true })
  const started = performance.now()
  const { stdout, stderr, end } = await execute(job)
  job.signal.throwIfAborted()
  const { tests, source } = readTests(job, stripVTControlCharacters(stdout), stripVTControlCharacters(`${stdout}\n${stderr}`))
  if (source === 'exit')
    tests.push({ name: THE_COMMAND, outcome: end === 0 ? 'passed' : 'failed', message: withoutNoise(`${stdout}${stderr}`) })
  return { tests: byName(tests), source, end, ms: performance.now() - started, output: `${stdout}${stderr}` }
}

const THE_COMMAND = '(the command)'

interface Ended {
  stdout: string
  stderr: string
  end: number | string
}

function execute({ runner, reporters, results, cwd, env, timeout, signal }: Job): Promise<Ended> {
  const path = [...binFolders(cwd), env['PATH'] ?? process.env['PATH'] ?? ''].join(delimiter)
  // A group of its own, so that whatever the tests start can be ended with them.
  const child = spawn(runner.line({ results, reporters }), {
    cwd,
    env: { ...env, PATH: path, [RESULTS_VARIABLE]: results },
    shell: true,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    let end: number | string = ''
    const kill = (): void => killGroup(child)
    const timer = setTimeout(() => {
      end = 'timeout'
      kill()
    }, timeout)
    child.stdout?.on('data', (chunk: Buffer) => chunks.stdout.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => chunks.stderr.push(chunk))
    signal.addEventListener('abort', kill, { once: true })
    child.on('error', reject)
    // What outlives the tests may hold their output open.
    child.on('exit', (code, signalName) => {
      end ||= code ?? signalName ?? 'killed'
      setTimeout(kill, GRACE_MS).unref()
    })
    child.on('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      resolve({ stdout: Buffer.concat(chunks.stdout).toString(), stderr: Buffer.concat(chunks.stderr).toString(), end: end || 0 })
    })
  })
}

const GRACE_MS = 2000

function killGroup({ pid }: ChildProcess): void {
  if (!pid) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // All of them are gone already.
  }
}

/** As `npm run` puts them in front of `PATH`. */
function binFolders(cwd: string): string[] {
  const folder = join(cwd, 'node_modules', '.bin')
  const above = dirname(cwd) === cwd ? [] : binFolders(dirname(cwd))
  return existsSync(folder) ? [folder, ...above] : above
}

function readTests(job: Job, stdout: string, output: string): { tests: TestResult[]; source: Run['source'] } {
  const { told } = job.runner
  if (told === 'lines' || told === 'jest') {
    const text = existsSync(job.results) ? readFileSync(job.results, 'utf8') : ''
    const tests = text && (told === 'lines' ? readLines(text) : readJest(text, job.cwd))
    if (tests && tests.length) return { tests, source: 'report' }
  }
  if (told === 'uvu') return named(readUvu(output), 'text')
  const tap = isTap(stdout) ? readTap(stdout) : []
  return tap.length ? { tests: tap, source: 'tap' } : named(readSpec(output), 'text')
}

const named = (tests: TestResult[], source: Run['source']): { tests: TestResult[]; source: Run['source'] } => ({
  tests,
  source: tests.length ? source : 'exit',
})
