import { spawn } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { TraceLine } from '../../packages/trace/src/index.ts'
import { linesOf } from './events.ts'

export const REGISTER = fileURLToPath(new URL('../../packages/plugin/dist/register.js', import.meta.url))

/** A project of these files, in a folder of its own. */
export function project(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'spoor-record-')))
  for (const [path, text] of Object.entries({ 'package.json': '{"type":"module"}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Environment of a process that records into the folder `rec` of its project. */
export const recording = (more: Record<string, unknown> = {}): NodeJS.ProcessEnv => ({
  SPOOR: '1',
  SPOOR_RECORD: 'rec',
  SPOOR_RECORD_OPTIONS: JSON.stringify(more),
  NODE_OPTIONS: `--require=${REGISTER}`,
})

export function start(
  cwd: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  options: SpawnOptions = {},
  [program, ...first]: readonly [string, ...string[]] = [process.execPath],
): { child: ChildProcess; ended: Promise<Ended> } {
  const { NODE_OPTIONS: _, VITEST: __, NODE_ENV: ___, ...own } = process.env
  const child = spawn(program, [...first, ...args], { cwd, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'], ...options })
  const ended = new Promise<Ended>((resolve) => {
    let [stdout, stderr] = ['', '']
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return { child, ended }
}

export const run = (cwd: string, args: string[], env: NodeJS.ProcessEnv): Promise<Ended> => start(cwd, args, env).ended

/** The recordings of a project, each as its text. */
export function texts(cwd: string, folder = 'rec'): string[] {
  const files = readdirSync(join(cwd, folder)).sort()
  return files.map((file) => {
    const bytes = readFileSync(join(cwd, folder, file))
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  })
}

export const recorded = (cwd: string): TraceLine[][] => texts(cwd).map(linesOf)
