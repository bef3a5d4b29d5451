import { compareClocks, encodeLine, merge, readTrace, summarise } from '@spoor/trace'
import type { ClockCorrection, HeaderLine, Trace, TraceLine } from '@spoor/trace'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seed } from '../support/seed.ts'
import { joined } from './joined.ts'
import { diceOf, headerOf, Program } from './program.ts'

const traceOf = (lines: readonly TraceLine[]): Trace => readTrace([lines.map(encodeLine).join('')])

async function merged(traces: readonly Trace[], corrections?: readonly ClockCorrection[]): Promise<TraceLine[]> {
  const lines: TraceLine[] = []
  for await (const batch of merge(traces, corrections)) lines.push(...batch)
  return JSON.parse(JSON.stringify(lines))
}

/** Unix time at which a line was written, where it says so. */
function writtenAt(line: TraceLine, origins: readonly number[]): number | undefined {
  const origin = origins[line.s ?? 0]!
  if (line.t === 'call') return origin + (line.end ?? line.start)
  return line.t === 'mark' || line.t === 'end' ? origin + line.time : undefined
}

describe('merging', () => {
  test('keeps every line of every stream in its order, and puts all in the order of time', async () => {
    const streams = fc.array(fc.tuple(fc.integer(), fc.integer({ min: 1, max: 80 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(streams, async (given) => {
        const programs = given.map(([seed, events, origin], i) =>
          new Program(diceOf(seed), { events, origin, stream: `00000000000000${i + 10}` }).play(),
        )
        const lines = await merged(programs.map(({ lines }) => traceOf(lines)))
        const headers = lines.filter((line): line is HeaderLine => line.t === 'header')
        expect(headers.map(({ s = 0 }) => s)).toEqual(headers.map((_, i) => i))
        for (const program of programs) {
          const { stream } = program.lines[0] as HeaderLine
          const index = headers.findIndex((header) => header.stream === stream)
          const own = lines.filter(({ s = 0 }) => s === index).map(({ s: _, ...line }) => line)
          expect(own).toEqual(JSON.parse(JSON.stringify(program.lines)))
        }
        const origins = headers.map(({ origin }) => origin)
        const times = lines.map((line) => writtenAt(line, origins)).filter((time) => time !== undefined)
        expect(times).toEqual([...times].sort((a, b) => a - b))
        // And what comes out can be read again.
        const again = traceOf(lines)
        expect((await summarise(again)).totals.calls).toBe(lines.filter(({ t }) => t === 'call').length)
        expect(again.notes.faults).toBe(0)
      }),
      { seed, numRuns: 60 },
    )
  })

  test('what was merged can be merged again', async () => {
    const programs = [1, 2, 3].map((i) => new Program(diceOf(i), { stream: `000000000000000${i}`, origin: i }).play().lines)
    const once = await merged(programs.map(traceOf))
    const first = await merged(programs.slice(0, 2).map(traceOf))
    const twice = await merged([traceOf(first), traceOf(programs[2]!)])
    const sorted = (lines: readonly TraceLine[]): string[] =>
      lines.map(({ s: _, ...line }) => encodeLine(line as TraceLine)).sort((a, b) => (a < b ? -1 : 1))
    expect(sorted(twice)).toEqual(sorted(once))
  })

  test('parts of one stream become one: its header and sites stand once', async () => {
    const [header, ...rest] = new Program(diceOf(5)).play().lines
    const sites = rest.filter(({ t }) => t === 'site')
    const calls = rest.filter(({ t }) => t !== 'site')
    const part = (number: number, lines: readonly TraceLine[]): string =>
      [{ ...(header as HeaderLine), part: number }, ...sites, ...lines].map(encodeLine).join('')
    const trace = readTrace([part(1, calls.slice(0, 4)), part(2, calls.slice(4))])
    const lines = await merged([trace])
    expect(lines).toEqual(JSON.parse(JSON.stringify([{ ...header, part: 1 }, ...sites, ...calls])))
  })
})

describe('clocks', () => {
  const skewed = (by: number): Trace[] => {
    const { page, server } = joined()
    const [header, ...lines] = server
    return [traceOf(page), traceOf([{ ...(header as HeaderLine), origin: (header as HeaderLine).origin + by }, ...lines])]
  }

  test('that agree are left alone', async () => {
    expect(await compareClocks(skewed(0))).toEqual([])
    // Within the time that the request was under way, nobody can tell.
    expect(await compareClocks(skewed(5))).toEqual([])
  })

  test.each([-230, -86_400_000, 400, 3_600_000])('that disagree by %d ms are corrected, and the header says so', async (by) => {
    const corrections = await compareClocks(skewed(by))
    expect(corrections).toMatchObject([{ title: 'node server.js', requests: 1 }])
    // As near as the time under way allows.
    expect(Math.abs(corrections[0]!.add + by)).toBeLessThan(15)
    const lines = await merged(skewed(by), corrections)
    const [page, server] = lines.filter((line): line is HeaderLine => line.t === 'header')
    expect(page).not.toHaveProperty('corrected')
    expect(server!.corrected).toBe(corrections[0]!.add)
    const [client, other] = ['client', 'server'].map((side) => lines.find((line) => line.t === 'request' && line.side === side) as any)
    expect(server!.origin + other.start).toBeGreaterThanOrEqual(page!.origin + client.start)
    expect(server!.origin + other.start).toBeLessThanOrEqual(page!.origin + client.end)
  })

  test('workers go with the process that started them', async () => {
    const worker = headerOf({ stream: '00000000000000c3', origin: 1_764_000_000_000 - 230 })
    const traces = [...skewed(-230), traceOf([{ ...worker, title: 'worker.js', parentStream: '00000000000000b2' }])]
    const [server, other] = await compareClocks(traces)
    expect(other).toMatchObject({ stream: '00000000000000c3', add: server!.add })
  })
})
