import { createReadStream, createWriteStream, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { chrome, csv, devtools, json, markdown, mermaid, ofRequest, speedscope } from '@spoor/trace'
import type { Recording, Selection, Trace } from '@spoor/trace'
import { openTrace } from '@spoor/trace/node'
import { html } from '@spoor/viewer/node'
import type { Command } from 'commander'
import { Option } from 'commander'
import { Failure } from './failure.ts'
import { selectorOption, wholeNumber } from './options.ts'
import { progressOn } from './progress.ts'
import { asFailure, notesOf } from './recording.ts'

/** What a recording can be turned into. */
export interface Format {
  /** Ending of the files, for who has to name one. */
  ending: string
  /** Where such a file opens. */
  opens: string
  write(recording: Trace, options: ExportOptions): AsyncIterable<string>
}

export interface ExportOptions extends Selection {
  /** Tokens of Markdown. */
  budget?: number
  /** Mermaid's flowchart. */
  graph?: boolean
}

export const FORMATS: Record<string, Format> = {
  chrome: { ending: '.trace.json', opens: 'Perfetto (ui.perfetto.dev) or chrome://tracing', write: chrome },
  devtools: { ending: '.devtools.json', opens: "the Performance panel of Chrome's DevTools: Load profile…", write: devtools },
  speedscope: { ending: '.speedscope.json', opens: 'speedscope: `npx speedscope FILE`, or speedscope.app', write: speedscope },
  json: { ending: '.json', opens: 'whatever reads JSON', write: json },
  mermaid: { ending: '.mmd', opens: 'Markdown on GitHub and GitLab, in a fence of `mermaid`', write: mermaid },
  markdown: { ending: '.md', opens: 'the prompt of an AI agent', write: markdown },
  csv: { ending: '.csv', opens: 'spreadsheets and databases', write: csv },
  html: { ending: '.html', opens: 'any browser: one file that needs no network', write: writeHtml },
}

interface ExportFlags {
  to: string
  out?: string
  budget?: number
  only?: string[]
  request?: string
  graph?: boolean
}

export function addExport(program: Command): void {
  program
    .command('export')
    .summary('turn recordings into files for other tools')
    .description('Writes what was recorded in the format of another tool, to standard output or a file. Several recordings become one.')
    .argument('<file...>', 'recordings: `*.spoor.ndjson`, `*.spoor.ndjson.gz`, or folders of them')
    .addOption(new Option('--to <format>', 'what to write').choices(Object.keys(FORMATS)).makeOptionMandatory())
    .option('-o, --out <file>', 'where to write it (default: standard output)')
    .addOption(selectorOption('--only <selectors>', 'functions whose calls are written'))
    .option('--request <pattern>', 'only what ran for requests whose method and URL, or trace id, contain this: `POST /api/*`')
    .addOption(new Option('--budget <tokens>', 'most tokens of --to markdown (default: 4000)').argParser((text) => wholeNumber(text, 100)))
    .option('--graph', 'with --to mermaid: who calls whom, in place of one tree of calls')
    .action(async (files: string[], flags: ExportFlags) => runExport(files, flags))
}

async function runExport(files: string[], flags: ExportFlags): Promise<void> {
  const format = FORMATS[flags.to] as Format
  for (const [flag, to] of [
    ['budget', 'markdown'],
    ['graph', 'mermaid'],
  ] as const) {
    if (flags[flag] !== undefined && flags.to !== to)
      throw new Failure(`--${flag} goes with --to ${to}`, `Leave it out, or write --to ${to}.`)
  }
  for (const flag of ['only', 'request'] as const) {
    if (flags[flag] !== undefined && flags.to === 'html')
      throw new Failure(
        `--${flag} does not go with --to html`,
        'Leave it out: the page holds all of the recording, and has filters of its own.',
      )
  }
  const progress = progressOn(process.stderr)
  try {
    const trace = openTrace(files)
    progress.say(`writing ${flags.out ? basename(flags.out) : flags.to}`)
    const pieces = format.write(trace, await optionsOf(trace, flags))
    if (flags.out === undefined) await pour(pieces, process.stdout)
    else {
      const size = await writeWhole(pieces, flags.out)
      progress.end()
      process.stdout.write(`${flags.out}: ${bytes(size)}; opens in ${format.opens}\n`)
      if (flags.to === 'html' && size > LARGE_PAGE) process.stderr.write(LARGE)
    }
    progress.end()
    process.stderr.write(notesOf(trace))
  } catch (error) {
    progress.end()
    throw asFailure(error)
  }
}

/** A browser holds a page's text in memory, at times twice. */
const LARGE_PAGE = 2 ** 28
const LARGE = 'A browser takes three times its size in memory to open it. `spoor view` shows the same recordings without.\n'

/** What the page can have of recordings at once; compressed ones are larger there than here. */
const MOST_OF_PAGE = 2 ** 32

/** All of the recording, in the page that shows it: what is in a file goes in as it is. */
function writeHtml({ sources }: Trace): AsyncIterable<string> {
  const size = sources.reduce((sum, { name }) => sum + statSync(name).size, 0)
  if (size > MOST_OF_PAGE)
    throw new Failure(
      `${bytes(size)} of recordings are more than the 4 GiB that a page holds`,
      'Give some of the files alone: a long recording goes on in a new one every 64 MiB. `spoor summary` and `spoor tree` take any size.',
    )
  const names = sources.map(({ name }) => basename(name))
  const recordings = sources.map(({ name }, index) => ({
    name: names[index]!,
    chunks: createReadStream(name) as AsyncIterable<Uint8Array>,
  }))
  return html(recordings, { title: `${names[0]}${names.length > 1 ? ` and ${names.length - 1} more` : ''} \u00b7 Spoor` })
}

/** @throws {Failure} where there is no such request */
export async function optionsOf(recording: Recording, { only, request, budget, graph }: Omit<ExportFlags, 'to'>): Promise<ExportOptions> {
  const wanted = request === undefined ? undefined : await ofRequest(recording, request)
  if (request !== undefined && !wanted)
    throw new Failure(`no request contains "${request}"`, 'Give a part of its method and address (`POST /api`), or of its trace id.')
  return { ...(only && { only }), ...(wanted && { wanted }), ...(budget && { budget }), ...(graph && { graph }) }
}

/** As fast as they are taken. */
async function pour(pieces: AsyncIterable<string>, to: Writable): Promise<number> {
  let size = 0
  for await (const piece of pieces) {
    size += Buffer.byteLength(piece)
    if (!to.write(piece)) await once(to, 'drain')
  }
  return size
}

/** The whole file or none: what is there stays until the new one is complete. */
async function writeWhole(pieces: AsyncIterable<string>, path: string): Promise<number> {
  const part = `${path}.${process.pid}.part`
  const file = createWriteStream(part)
  try {
    await once(file, 'open')
    const size = await pour(pieces, file)
    file.end()
    await once(file, 'finish')
    await rename(part, path)
    return size
  } catch (error) {
    file.destroy()
    await rm(part, { force: true })
    throw error
  }
}

const bytes = (size: number): string =>
  size < 1000 ? `${size} bytes` : size < 1e6 ? `${(size / 1000).toFixed(1)} kB` : `${(size / 1e6).toFixed(1)} MB`
