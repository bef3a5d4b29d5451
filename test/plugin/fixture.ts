import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const BUNDLERS = ['vite', 'vite7', 'webpack', 'rspack', 'rollup', 'rolldown', 'esbuild', 'farm'] as const
export type Bundler = (typeof BUNDLERS)[number]

const cache = fileURLToPath(new URL('../.cache/plugin/', import.meta.url))
const builders = fileURLToPath(new URL('builders.mjs', import.meta.url))

/** A program of three modules that prints `7` and works with every bundler as it is. */
export const PROGRAM = {
  'package.json': '{ "name": "fixture", "version": "1.0.0", "type": "module" }',
  // Bundlers look for one in the folders above, too.
  'tsconfig.json': '{}',
  'src/index.js':
    "import { add } from './add.js'\nimport { Cart } from './cart.js'\n\nconst cart = new Cart()\ncart.put(3)\nconsole.log(add(cart.total(), 4))\n",
  'src/add.js': 'export function add(a, b) {\n  const first = Number(a)\n  return first + Number(b)\n}\n',
  'src/cart.js':
    'export class Cart {\n  prices = []\n  put(price) {\n    this.prices.push(price)\n  }\n  total() {\n    return this.prices.reduce((sum, price) => sum + price, 0)\n  }\n}\n',
}

export interface Project {
  root: string
  write(files: Record<string, string>): void
  build(bundler: Bundler, job?: Job): Built
}

interface Job {
  options?: object
  bare?: boolean
  mode?: string
  cache?: string
  entry?: string
  extra?: string
  /** Folder for the output, relative to the project. */
  out?: string
  env?: Record<string, string>
}

export interface Built {
  status: number | null
  /** Everything that the build printed. */
  printed: string
  /** Name, relative to the output folder -> content. */
  files: Record<string, string>
  /** Runs the entry of the output. */
  run(): string
}

/** A fresh folder with these files. */
export function project(name: string, files: Record<string, string> = PROGRAM): Project {
  const root = join(cache, name)
  rmSync(root, { recursive: true, force: true })
  const write = (more: Record<string, string>): void => Object.entries(more).forEach(([file, text]) => writeAt(join(root, file), text))
  write(files)
  return { root, write, build: (bundler, job = {}) => build(root, bundler, job) }
}

function build(root: string, bundler: Bundler, { out = 'dist', env = {}, cache, ...job }: Job): Built {
  const outDir = join(root, out)
  rmSync(outDir, { recursive: true, force: true })
  const text = JSON.stringify({ bundler, root, outDir, ...job, ...(cache && { cache: join(root, cache) }) })
  const { status, stdout, stderr } = spawnSync(process.execPath, [builders, text], {
    cwd: root,
    env: cleanEnv(env),
    encoding: 'utf8',
    timeout: 120_000,
  })
  return { status, printed: stdout + stderr, files: filesIn(outDir), run: () => run(join(outDir, 'index.js')) }
}

/** This environment without what tells a build that a test runs it. */
function cleanEnv(env: Record<string, string>): NodeJS.ProcessEnv {
  const { VITEST, NODE_ENV, SPOOR, TEST, ...rest } = process.env
  return { ...rest, NO_COLOR: '1', ...env }
}

function run(file: string): string {
  const { stdout, stderr } = spawnSync(process.execPath, [file], { env: cleanEnv({}), encoding: 'utf8' })
  return stdout + stderr
}

function filesIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'latin1')]))
}

function writeAt(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** All the code of a build in one text. */
export const codeOf = ({ files }: Built): string =>
  Object.entries(files)
    .filter(([name]) => /\.[cm]?js$/.test(name))
    .map(([, text]) => text)
    .join('\n')
