import { encodeLine, merge, summarise, Trace } from '@spoor/trace'
import { createEngine } from '@spoor/viewer'
import type { Engine } from '@spoor/viewer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { diceOf } from '../trace/program.ts'
import type { Dice } from '../trace/program.ts'
import { piecesOf } from './model-recordings.ts'
import { BROKEN, damaged, HARMLESS, LONG, MOVED, NUMBERS } from './truth/damaged.ts'
import { played } from './truth/played.ts'
import type { Played } from './truth/played.ts'
import { sumsOfPage, sumsOfTrace, timesOfPage, timesOfTrace } from './truth/sums.ts'
import { toldByPage, toldByTrace } from './truth/told.ts'

interface File {
  name: string
  bytes: Uint8Array
}

const traceOf = (files: readonly File[]): Trace => new Trace(files.map(({ name, bytes }) => ({ name, chunks: () => [bytes] })))

/** Feeds each file in pieces; files of different streams side by side, once the first has begun: its clock is the one that others follow. */
async function engineOf(streams: readonly File[][], dice: Dice, most: number): Promise<{ engine: Engine; met: File[] }> {
  const engine = createEngine()
  const met = new Set<File>()
  const queues = streams.map((files) =>
    files.flatMap((file) => {
      const { name, bytes } = file
      const pieces = piecesOf(bytes, dice, most).map((piece) => () => engine.feed(piece, name))
      return [...pieces, () => engine.end(name)].map((act) => () => {
        met.add(file)
        return act()
      })
    }),
  )
  while (queues[0]!.length && !(await engine.ask('overview', {})).streams.length) await queues[0]!.shift()!()
  while (queues.some((queue) => queue.length)) {
    const queue = queues[Math.floor(dice() * queues.length)]!
    for (const act of queue.splice(0, 1 + Math.floor(dice() * 50))) await act()
  }
  return { engine, met: [...met] }
}

/** All in one file, whose lines say to which stream they belong. */
async function merged(recorded: readonly Played[]): Promise<Played> {
  let text = ''
  const traces = recorded.map(({ stream, files }) => traceOf(files.map((one) => ({ name: stream, bytes: Buffer.from(one) }))))
  for await (const batch of merge(traces)) text += batch.map(encodeLine).join('')
  return { stream: 'merged', files: [text] }
}

/** What becomes of a promise, in words. */
const outcomeOf = async <T>(made: Promise<T>): Promise<T | string> => made.catch((error: Error) => `${error.name}: ${error.message}`)

interface Case {
  seed: number
  /** What may happen to it. */
  changes: readonly (typeof HARMLESS)[string][]
  /** Bytes of a piece. */
  most: number
  /** As of `played`: then times are compared. */
  isPlain: boolean
}

async function same({ seed, changes, most, isPlain }: Case): Promise<void> {
  const dice = diceOf(seed)
  const recorded = played(dice, isPlain)
  const streams = (dice() < 0.3 ? [await merged(recorded)] : recorded).map(({ stream, files }) =>
    files.map((text, i) => ({ name: `${stream}.${i + 1}`, bytes: damaged(text, dice, changes, changes.length && Math.floor(dice() * 5)) })),
  )
  const trace = traceOf(streams.flat())
  const told = await outcomeOf(toldByTrace(trace))
  // Which error is met first, and which stream is which of several, depends on who is read first.
  const isSure = typeof told !== 'string' && trace.streams.length === recorded.length
  const read = await outcomeOf(engineOf(isSure ? streams : [streams.flat()], dice, most))
  if (typeof told === 'string' || typeof read === 'string') {
    expect(read).toEqual(told)
    return
  }
  expect(await toldByPage(read.engine)).toEqual(told.tree)
  // What comes first among equals depends on who is read first.
  const summary = await summarise(traceOf(read.met))
  expect(await sumsOfPage(read.engine)).toEqual(sumsOfTrace(told.nodes, summary))
  if (isPlain) {
    expect(await timesOfPage(read.engine)).toEqual(timesOfTrace(summary))
    const { groups } = await read.engine.ask('errors', { offset: 0, limit: 1e9 })
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(summary.totals.failed)
  }
  // And what the page kept of the bytes says the same once more.
  expect(await read.engine.ask('summary', {})).toEqual(summary)
}

describe('the page says what readTrace, treeOf and summarise say', () => {
  const cases: [of: string, changes: typeof HARMLESS, pieces: number[], runs: number][] = [
    ['as it was written', {}, [1, 7, 1000, 1e9], 100],
    ['written by others', HARMLESS, [1, 7, 1000, 1e9], 100],
    ['of lines that are not where they were', { ...HARMLESS, ...MOVED }, [1, 7, 1000, 1e9], 150],
    ['of bytes that are not what they were', { ...HARMLESS, ...MOVED, ...BROKEN }, [1, 7, 1000, 1e9], 300],
    ['of numbers that are not what they were', NUMBERS, [7, 1e9], 200],
    ['of long lines', { ...LONG, ...HARMLESS, ...MOVED, ...BROKEN }, [50_000, 400_000, 1e9], 40],
  ]
  test.each(cases)('of a recording %s', async (of, changes, pieces, runs) => {
    const inOrder = of === 'as it was written' || of === 'written by others'
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(...pieces), fc.boolean(), (seed, most, isPlain) =>
        same({ seed, changes: Object.values(changes), most, isPlain: inOrder && isPlain }),
      ),
      { seed, numRuns: runs },
    )
  })
})
