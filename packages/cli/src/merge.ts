import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { compareClocks, encodeLine, merge } from '@spoor/trace'
import type { ClockCorrection, Trace } from '@spoor/trace'
import { openTraces } from '@spoor/trace/node'
import type { Command } from 'commander'
import { Failure } from './failure.ts'
import { progressOn } from './progress.ts'
import { asFailure, notesOf } from './recording.ts'
import { count, counted, duration } from './show/numbers.ts'

export function addMerge(program: Command): void {
  program
    .command('merge')
    .summary('make one recording of several: of processes, workers and pages')
    .description(
      'Puts the events of several recordings in the order of time; clocks that requests between them show to disagree are corrected.',
    )
    .argument('<file...>', 'recordings: `*.spoor.ndjson`, `*.spoor.ndjson.gz`, or folders of them')
    .requiredOption('-o, --out <file>', 'where to write it; compressed where it ends in `.gz`')
    .action(async (files: string[], { out }: { out: string }) => void process.stdout.write(await runMerge(files, out)))
}

async function runMerge(files: readonly string[], out: string): Promise<string> {
  const progress = progressOn(process.stderr)
  try {
    const traces = openTraces(files)
    if (traces.some(({ sources }) => sources.some(({ name }) => resolve(name) === resolve(out))))
      throw new Failure(`${out} is one of the recordings that are to be merged`, 'Give another name with --out.')
    progress.say('comparing clocks')
    const corrections = await compareClocks(traces)
    progress.say(`writing ${out}`)
    const lines = await write(traces, corrections, out)
    progress.end()
    process.stderr.write(traces.map(notesOf).join(''))
    const streams = new Set(traces.flatMap((trace) => trace.streams.map(({ stream }) => stream))).size
    const { size } = await stat(out)
    const said = corrections.map((one) => `${correctionOf(one)}\n`).join('')
    return `${out}: ${counted(lines, 'line')} of ${counted(streams, 'stream')}, ${count(size / 1000)} kB\n${said}`
  } catch (error) {
    progress.end()
    throw asFailure(error)
  }
}

const correctionOf = ({ title, add, requests }: ClockCorrection): string =>
  `the clock of ${title} was ${duration(Math.abs(add))} ${add > 0 ? 'behind' : 'ahead'}, as ${counted(requests, 'request')} showed: corrected`

/** The whole file or none. @returns how many lines it has */
async function write(traces: readonly Trace[], corrections: readonly ClockCorrection[], out: string): Promise<number> {
  const part = `${out}.${process.pid}.part`
  let lines = 0
  async function* text(): AsyncGenerator<string> {
    for await (const batch of merge(traces, corrections)) {
      lines += batch.length
      yield batch.map(encodeLine).join('')
    }
  }
  try {
    const from = Readable.from(text())
    if (out.endsWith('.gz')) await pipeline(from, createGzip(), createWriteStream(part))
    else await pipeline(from, createWriteStream(part))
    await rename(part, out)
    return lines
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
