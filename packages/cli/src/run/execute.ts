import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { Failure } from '../failure.ts'

/** How a command ended. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/** Runs a command with the streams of this process. Signals go to it; this process waits for its end. @throws {Failure} where it cannot be started */
export function execute(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const [file, ...args] = words as [string, ...string[]]
  const path = [...binFolders(cwd), env['PATH'] ?? ''].join(delimiter)
  const child = spawn(file, args, { cwd, env: { ...env, PATH: path }, stdio: 'inherit', shell: process.platform === 'win32' })
  // A terminal sends its signals to all that run in it.
  const pass = (signal: NodeJS.Signals): void => void (process.stdin.isTTY && signal !== 'SIGTERM' ? undefined : child.kill(signal))
  for (const signal of SIGNALS) process.on(signal, pass)
  return new Promise<Ended>((resolve, reject) => {
    child.on('error', (error) =>
      reject(new Failure(`${file} cannot be started: ${error.message}`, 'Give a command, as you would type it.')),
    )
    child.on('exit', (code, signal) => resolve({ code, signal }))
  }).finally(() => {
    for (const signal of SIGNALS) process.removeListener(signal, pass)
  })
}

/** As `npm run` puts them in front of `PATH`. */
function binFolders(cwd: string): string[] {
  const folder = join(cwd, 'node_modules', '.bin')
  const above = dirname(cwd) === cwd ? [] : binFolders(dirname(cwd))
  return existsSync(folder) ? [folder, ...above] : above
}

/**
 * Ends this process as the command ended: by the same signal, where it was one.
 * @returns the exit code
 */
export async function endAs({ code, signal }: Ended): Promise<number> {
  if (!signal) return code ?? 1
  process.kill(process.pid, signal)
  // It takes a moment to arrive; some do not end a process.
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return 1
}
