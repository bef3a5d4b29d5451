import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { vi } from 'vitest'
import { read } from './fixture.ts'
import type { Fixture } from './fixture.ts'
import { authorsFrames } from './frames.ts'
import type { Dev, Served } from './serve.ts'
import { callsIn, sitesIn, visit } from './visit.ts'
import type { Called } from './visit.ts'

/** An application of a fixture, and what is known of it. */
export interface App {
  /** Of its folder below `test/frameworks`. */
  name: string
  /** Uses the page; `note` takes down what it shows. Waits for what it expects to be shown, never for a time. */
  story(page: Page, note: () => Promise<void>): Promise<void>
  /** File -> its functions, each as `name | what the file says at its place`. */
  functions: Record<string, string[]>
  /** Of each error that nobody catches in development, the frames in the author's files: `name file | what the file says at its place`. */
  frames: string[][]
  /** Some calls of the story: `callee`, `caller > callee`. */
  calls: string[]
}

/** What a page shows and says while its story goes on. */
export interface Told {
  shown: string[]
  printed: string[]
  /** Message and frames of each error that nobody caught. */
  errors: { message: string; frames: string[] }[]
}

/** What Spoor has seen meanwhile. */
export interface Seen {
  functions: Record<string, string[]>
  calls: Called[]
}

/** Goes through the story of an application. */
export async function tell(browser: Browser, served: Served, app: App): Promise<Told & Seen> {
  const seen = await visit(browser, served)
  try {
    const shown: string[] = []
    const note = async (): Promise<void> => void shown.push(await seen.page.innerHTML('#app'))
    await app.story(seen.page, note)
    await vi.waitUntil(() => seen.errors.length >= app.frames.length, { timeout: 60_000 })
    const frames = await Promise.all(seen.errors.map(({ stack = '' }) => authorsFrames(served, stack)))
    const errors = seen.errors.map(({ message }, i) => ({
      message,
      frames: (frames[i] as string[]).map((frame) => quote(served.fixture, frame)),
    }))
    return {
      shown,
      printed: await seen.printed(),
      errors,
      calls: await callsIn(seen),
      functions: functionsOf(served.fixture, await sitesIn(seen)),
    }
  } finally {
    await seen.close()
  }
}

/** `add src/app.ts:3:5` -> `add src/app.ts | total += by` */
function quote(fixture: Fixture, frame: string): string {
  const [, before, file, line, column] = /^(.*?)(\S+):(\d+):(\d+)$/.exec(frame) as unknown as [string, string, string, string, string]
  return `${before}${file} | ${textAt(fixture, file, Number(line), Number(column))}`
}

const WIDTH = 14

/** The first few characters that a file says at a place, from 1. */
const textAt = (fixture: Fixture, file: string, line: number, column: number): string =>
  (read(fixture, file).split('\n')[line - 1] ?? '').slice(column - 1, column - 1 + WIDTH).trimEnd()

/** The functions of each file, sorted. */
export function functionsOf(
  fixture: Fixture,
  sites: readonly { file: string; name: string; line: number; column: number }[],
): Seen['functions'] {
  const functions: Seen['functions'] = {}
  for (const { file, name, line, column } of sites) (functions[file] ??= []).push(`${name} | ${textAt(fixture, file, line, column)}`)
  for (const list of Object.values(functions)) list.sort()
  return functions
}

export interface Rendered {
  html: string
  printed: string[]
}

/** What `render` of the fixture's `src/entry-server.ts` gives in the dev server, and what it prints. */
export async function renderInDev({ load }: Dev): Promise<Rendered> {
  const printed: string[] = []
  const log = vi.spyOn(console, 'log').mockImplementation((...args) => void printed.push(args.join(' ')))
  try {
    const { render } = (await load('src/entry-server.ts')) as { render: () => Promise<string> }
    return { html: await render(), printed }
  } finally {
    log.mockRestore()
  }
}

const runtime = import.meta.resolve('@spoor/runtime')

export interface RenderedBuilt extends Rendered {
  /** Names of the functions, in the order of the calls. */
  called: string[]
}

/** The same of what was built for the server, in a process of its own. */
export async function renderBuilt(folder: string): Promise<RenderedBuilt> {
  const code = `const printed = []
    console.log = (...args) => void printed.push(args.join(' '))
    const { render } = await import(${JSON.stringify(pathToFileURL(join(folder, 'entry-server.js')))})
    const { spoor } = await import(${JSON.stringify(runtime)})
    const html = await render()
    const called = spoor.events().map(({ site }) => site.name)
    process.stdout.write(JSON.stringify({ html, printed, called }))`
  const { NODE_ENV, VITEST, SPOOR, ...env } = process.env
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], {
    cwd,
    env: { ...env, NODE_ENV: 'production' },
  })
  return JSON.parse(stdout) as RenderedBuilt
}
