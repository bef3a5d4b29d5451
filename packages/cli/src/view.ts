import { randomBytes } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openTrace } from '@spoor/trace/node'
import type { Trace } from '@spoor/trace'
import { createHandler } from '@spoor/viewer/node'
import { Option } from 'commander'
import type { Command } from 'commander'
import { Failure } from './failure.ts'
import { selectorOption, wholeNumber } from './options.ts'
import { asFailure, notesOf } from './recording.ts'
import { filesIn } from './site-files.ts'

interface ViewFlags {
  only?: string[]
  port?: number
  open: boolean
  root: string
}

export function addView(program: Command): void {
  program
    .command('view')
    .summary('look at recordings in the browser')
    .description('Serves a page with the recordings in it, on this machine only, until it is interrupted. It needs no network.')
    .argument('<file...>', 'recordings: `*.spoor.ndjson`, `*.spoor.ndjson.gz`, or folders of them')
    .addOption(selectorOption('--only <selectors>', 'functions whose calls are shown at first'))
    .addOption(new Option('--port <number>', 'port to listen on (default: one that is free)').argParser((text) => wholeNumber(text)))
    .option('--root <folder>', 'project that was recorded: its files are shown and opened in the editor', '.')
    .option('--no-open', 'do not open a browser')
    .action(async (files: string[], flags: ViewFlags) => view(files, flags))
}

async function view(files: string[], flags: ViewFlags): Promise<void> {
  try {
    const trace = openTrace(files)
    // What cannot be read is said here, and not in a page.
    for await (const batch of trace) if (batch.length) break
    const page = await serve(trace, rootAt(flags.root), flags.port ?? 0)
    const url = flags.only ? `${page.url}#/timeline?${String(new URLSearchParams({ filter: flags.only.join(',') }))}` : page.url
    // Who reads the address may end it at once.
    const stopped = interrupted()
    process.stdout.write(`${url}\n`)
    process.stderr.write(notesOf(trace))
    if (flags.open && process.stdout.isTTY) await openBrowser(url)
    await stopped
    await page.close()
  } catch (error) {
    throw asFailure(error)
  }
}

function rootAt(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    throw new Failure(`${path}: no such folder`, 'Give --root the folder of the project that was recorded.')
  }
}

/** A page that shows a recording, at an address that nobody can guess. */
interface Page {
  url: string
  close(): Promise<void>
}

/** Serves the page and the recording to this machine alone. */
async function serve(trace: Trace, root: string, port: number): Promise<Page> {
  const base = `/${randomBytes(16).toString('base64url')}/`
  let known: Promise<ReadonlySet<string>> | undefined
  const handle = createHandler({
    base,
    rules: { hosts: [] },
    recordings: trace.sources.map(({ name }) => ({ name, path: name })),
    project: { root, isKnownFile: async (file) => (await (known ??= filesIn(trace.sources))).has(file) },
  })
  const server = createServer((request, response) =>
    handle(request, response, () => response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not here.\n')),
  )
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve)).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? new Failure(`port ${port} is taken`, 'Leave out --port for one that is free.')
      : error
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`, close: () => closed(server) }
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import('open')
  // Where there is no browser, the address has been printed.
  const child = await open(url).catch(() => undefined)
  child?.on('error', () => undefined)
}

async function interrupted(): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  await new Promise<void>((resolve) => {
    const stop = (): void => {
      for (const signal of signals) process.off(signal, stop)
      resolve()
    }
    for (const signal of signals) process.on(signal, stop)
  })
}
