import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CheckReport } from '../../packages/cli/src/check/report.ts'

const require = createRequire(import.meta.url)

/** The command as it is built. */
export const SPOOR: string = join(dirname(require.resolve('spoor/package.json')), 'dist/bin.js')

/** Where the packages are installed whose tests are run, and the runners. */
const packages = fileURLToPath(new URL('packages/', import.meta.url))
const own = fileURLToPath(new URL('../node_modules/', import.meta.url))

export interface Project {
  root: string
  write(files: Record<string, string>): void
  spoor(...args: string[]): Ended
  /** Runs `spoor check --json` with these arguments. */
  check(...args: string[]): Checked
  start(...args: string[]): ChildProcess
  /** What is left of a check in the folder for temporary files. */
  leftovers(): string[]
}

export interface Ended {
  status: number | null
  stdout: string
  stderr: string
}

export interface Checked extends Ended {
  report: CheckReport
}

/** A fresh folder outside of the workspace with these files, in which the named runners can be found and `spoor` cannot. */
export function project(files: Record<string, string>, runners: string[] = []): Project {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'spoor-project-')))
  const root = join(home, 'project')
  mkdirSync(join(home, 'temporary'), { recursive: true })
  const found = runners.map((name) => [name, runnerAt(name)] as const)
  for (const [name, path] of found) link(path, join(root, 'node_modules', name))
  made.push(home)
  const write = (more: Record<string, string>): void => Object.entries(more).forEach(([path, text]) => writeAt(join(root, path), text))
  write({ 'package.json': '{ "name": "project", "version": "1.0.0" }', ...files })
  return { root, write, ...commandsIn(root, join(home, 'temporary'), binsOf(found.map(([, path]) => path))) }
}

const made: string[] = []

/** Removes the folders of every project of this file. */
export const removeProjects = (): void => made.splice(0).forEach((home) => rmSync(home, { recursive: true, force: true, maxRetries: 3 }))

/** A package from the registry in a folder of its own, with its tests, what it depends on, and what its tests do. */
export function unpacked(name: string): Project {
  const installed = realpathSync(join(packages, 'node_modules', name))
  const root = join(packages, '.cache', name)
  rmSync(root, { recursive: true, force: true })
  cpSync(installed, root, { recursive: true, filter: (path) => !path.slice(installed.length).includes('node_modules') })
  link(dirname(installed), join(root, 'node_modules'))
  const temporary = join(packages, '.cache', `${name}.temporary`)
  mkdirSync(temporary, { recursive: true })
  return { root, write: () => undefined, ...commandsIn(root, temporary, [join(packages, 'node_modules/.bin')]) }
}

function commandsIn(root: string, temporary: string, bins: string[]): Omit<Project, 'root' | 'write'> {
  const { VITEST, VITEST_MODE, NODE_ENV, NODE_OPTIONS, NODE_TEST_CONTEXT, SPOOR: _, TEST, FORCE_COLOR, ...rest } = process.env
  const env = { ...rest, TMPDIR: temporary, NO_COLOR: '1', PATH: [...bins, rest['PATH']].join(delimiter) }
  const spoor = (...args: string[]): Ended => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [SPOOR, ...args], {
      cwd: root,
      env,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    return { status, stdout, stderr }
  }
  return {
    spoor,
    check(...args) {
      const ended = spoor('check', '--json', ...args)
      if (!ended.stdout) throw new Error(`no report; exit code ${ended.status}\n${ended.stderr}`)
      return { ...ended, report: JSON.parse(ended.stdout) as CheckReport }
    },
    start: (...args) => spawn(process.execPath, [SPOOR, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] }),
    leftovers: () => readdirSync(temporary).filter((name) => name.startsWith('spoor-')),
  }
}

function runnerAt(name: string): string {
  for (const folder of [join(packages, 'node_modules'), own]) {
    try {
      return realpathSync(join(folder, name))
    } catch {
      // Then in the next.
    }
  }
  throw new Error(`${name} is not installed`)
}

/** Runners start each other by name. */
const binsOf = (runners: string[]): string[] => (runners.length ? [join(packages, 'node_modules/.bin'), join(own, '.bin')] : [])

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}

function writeAt(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
