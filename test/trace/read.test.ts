import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { decodeLine, encodeLine, readTrace, TraceError } from '@spoor/trace'
import type { HeaderLine, Trace, TraceLine } from '@spoor/trace'
import { openTrace } from '@spoor/trace/node'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { Splitter } from '../../packages/trace/src/read/split.ts'
import { seed } from '../support/seed.ts'
import { diceOf, headerOf, Program } from './program.ts'

const folder = mkdtempSync(join(tmpdir(), 'spoor-read-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = async (trace: Trace): Promise<TraceLine[]> => {
  const lines: TraceLine[] = []
  for await (const batch of trace) lines.push(...batch)
  return lines
}

const header = encodeLine(headerOf())
const mark = (seq: number, more: object = {}): string => encodeLine({ t: 'mark', seq, time: seq, name: `mark ${seq} é 😀`, ...more })

describe('what was written is read', () => {
  test('whatever the program did and however the chunks fall', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 500 }), async (seed, size) => {
        const { lines, text } = new Program(diceOf(seed), { events: 40 }).play()
        const bytes = Buffer.from(text)
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))
        const trace = readTrace(chunks)
        expect(await linesOf(trace)).toEqual(lines)
        expect(trace.notes).toEqual({ faults: 0, firstFaults: [], unknown: {}, truncated: [] })
        // And again, from the beginning.
        expect(await linesOf(trace)).toEqual(lines)
      }),
      { seed, numRuns: 50 },
    )
  })

  test('cut off at any byte, everything before is there', async () => {
    const whole = Buffer.from(header + mark(1) + mark(2) + mark(3))
    const ends = [...whole.keys()].filter((i) => whole[i] === 10).map((i) => i)
    for (let length = 0; length <= whole.length; length++) {
      const trace = readTrace([whole.subarray(0, length)], 'cut')
      // A line counts once its last brace is there.
      const complete = ends.filter((end) => end <= length).length
      expect(await linesOf(trace)).toHaveLength(complete)
      expect(trace.notes.faults).toBe(0)
      const atEnd = length === 0 || ends.some((end) => end === length || end + 1 === length)
      expect([length, trace.notes.truncated]).toEqual([length, atEnd ? [] : ['cut']])
    }
  })

  test('lines end as on Windows, and begin with the mark of UTF-8', async () => {
    const text = `\ufeff${header}${mark(1)}`.replaceAll('\n', '\r\n')
    const trace = readTrace([Buffer.from(text)])
    expect(await linesOf(trace)).toHaveLength(2)
    expect(trace.notes.faults).toBe(0)
  })
})

describe('what is wrong is told and does no harm', () => {
  test.each([
    ['not JSON', 'oops', 'not JSON'],
    ['half a line and a whole one', '{"t":"mark","seq{"t":"mark"}', 'not JSON'],
    ['a number', '7', 'not an object'],
    ['a list', '[{"t":"mark"}]', 'not an object'],
    ['no kind', '{"seq":1}', 'no `t`'],
    ['a kind that is no text', '{"t":7}', 'no `t`'],
    ['a call without its number', '{"t":"call","n":1,"start":0,"outcome":"returned"}', 'a call line without `seq`'],
    ['a time as text', '{"t":"mark","seq":1,"time":"0","name":"x"}', 'a mark line with a wrong `time`'],
    ['a time that no clock has', '{"t":"mark","seq":1,"time":1e300,"name":"x"}', 'a mark line with a wrong `time`'],
    ['an end that no clock has', '{"t":"call","seq":1,"n":1,"start":0,"end":-1e17,"outcome":"returned"}', 'a call line with a wrong `end`'],
    ['more than can be counted', '{"t":"drop","time":1,"reason":"ring","count":1e308}', 'a drop line with a wrong `count`'],
    ['a number that is none', '{"t":"call","seq":1.5,"n":1,"start":0,"outcome":"returned"}', 'a call line with a wrong `seq`'],
    [
      'suspensions that are none',
      '{"t":"call","seq":1,"n":1,"start":0,"outcome":"returned","gaps":[7]}',
      'a call line with a wrong `gaps`',
    ],
    ['a parent as text', '{"t":"call","seq":1,"n":1,"start":0,"outcome":"returned","parent":"2"}', 'a call line with a wrong `parent`'],
    ['a stream that never began', '{"t":"mark","s":4,"seq":1,"time":0,"name":"x"}', 'of stream 4, which has no header'],
    [
      'a header of something else',
      '{"t":"header","format":"x","major":1,"minor":0,"stream":"a","origin":0,"clock":0,"platform":"node","title":"","versions":{}}',
      'a header of another format',
    ],
  ])('%s', async (_, text, why) => {
    const trace = readTrace([header, mark(1), `${text}\n`, mark(2)], 'a.spoor.ndjson')
    expect((await linesOf(trace)).map(({ t }) => t)).toEqual(['header', 'mark', 'mark'])
    expect(trace.notes).toMatchObject({ faults: 1, firstFaults: [{ file: 'a.spoor.ndjson', line: 3, why }] })
  })

  test('kinds and fields of a newer minor version are let pass', async () => {
    const newer = encodeLine({ ...headerOf(), minor: 7, colour: 'green' } as HeaderLine)
    const trace = readTrace([newer, '{"t":"step","seq":1}\n', '{"t":"var","seq":1}\n{"t":"step"}\n', mark(1, { mood: 'good' })])
    expect((await linesOf(trace)).map(({ t }) => t)).toEqual(['header', 'mark'])
    expect(trace.notes).toMatchObject({ faults: 0, unknown: { step: 2, var: 1 } })
  })

  test('a line that never ends is skipped, and not kept', async () => {
    const block = 'x'.repeat(2 ** 20)
    const endless = (function* () {
      yield header
      for (let i = 0; i < 40; i++) yield block
      yield `\n${mark(1)}`
    })()
    const trace = readTrace(endless)
    expect((await linesOf(trace)).map(({ t }) => t)).toEqual(['header', 'mark'])
    expect(trace.notes.firstFaults).toEqual([{ file: 'recording', line: 2, why: 'too long to be a line' }])
  })

  test('a line without an end takes no longer than lines, however small the pieces are in which it comes', () => {
    const took = (piece: string): number => {
      const splitter = new Splitter()
      const began = performance.now()
      for (let i = 0; i < 2000; i++) splitter.push(piece)
      return performance.now() - began
    }
    const piece = 'x'.repeat(16_383)
    took(`${piece}\n`)
    expect(took(`${piece}x`)).toBeLessThan(50 * took(`${piece}\n`) + 50)
  })
})

describe('what is no recording of ours is refused', () => {
  const refusal = async (text: string | Buffer): Promise<TraceError> =>
    linesOf(readTrace([text], 'logs/a.txt')).then(
      () => Promise.reject(new Error('was read')),
      (error: unknown) => error as TraceError,
    )

  test('a newer major version, with what to do', async () => {
    const error = await refusal(header + encodeLine({ ...headerOf(), s: 1, major: 2, minor: 3 }))
    expect(error).toBeInstanceOf(TraceError)
    expect(error.message).toBe('logs/a.txt:2: recorded in format 2.3; this version of Spoor reads 1.x')
    expect(error).toMatchObject({ code: 'newer-major', file: 'logs/a.txt', line: 2, hint: expect.stringContaining('npm install') })
  })

  test.each([
    ['a log', 'hello\nworld\n'],
    ['JSON', '{"traces":[]}'],
    ['lines of JSON', '{"level":"info"}\n'.repeat(1000)],
    ['bytes', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])],
    ['lines without a header', mark(1) + mark(2)],
  ])('%s', async (_, text) => {
    const error = await refusal(text)
    expect(error).toBeInstanceOf(TraceError)
    expect(error).toMatchObject({ code: 'not-a-trace', hint: expect.stringContaining('.spoor.ndjson') })
  })
})

describe('files', () => {
  const at = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const many = header + Array.from({ length: 3000 }, (_, i) => mark(i + 1)).join('')
  const packed = gzipSync(many)

  test.each([
    ['compressed', packed, 3001, false],
    ['plain in a file that says it is compressed', Buffer.from(many), 3001, false],
    ['compressed in two goes', Buffer.concat([packed, gzipSync(mark(3001))]), 3002, false],
    ['without its last byte', packed.subarray(0, -1), 3001, true],
    ['with its beginning only', packed.subarray(0, 8), 0, true],
  ])('%s', async (_, content, lines, cut) => {
    const trace = openTrace(at('a.spoor.ndjson.gz', content))
    expect(await linesOf(trace)).toHaveLength(lines)
    expect(trace.notes.truncated).toHaveLength(cut ? 1 : 0)
  })

  test('cut off anywhere, all that can be decompressed is read', async () => {
    // Parts that were flushed can be decompressed as far as they go.
    for (const share of [0.2, 0.5, 0.9]) {
      const lines = await linesOf(openTrace(at('b.spoor.ndjson.gz', packed.subarray(0, packed.length * share))))
      expect(lines.length).toBeGreaterThan(3000 * share * 0.7)
      expect(lines).toEqual((await linesOf(readTrace([many]))).slice(0, lines.length))
    }
  })

  test('parts of one recording are one stream, in their order, whatever their names', async () => {
    const first = { ...headerOf(), part: 1 }
    at('run.1.spoor.ndjson', encodeLine({ ...first, part: 2 }) + mark(2))
    at('run.2.spoor.ndjson.gz', gzipSync(encodeLine({ ...first, part: 10 }) + mark(3)))
    at('run.spoor.ndjson', encodeLine(first) + mark(1))
    const other = at('other.spoor.ndjson', encodeLine(headerOf({ stream: 'ffffffffffffffff' })) + mark(1))
    const trace = openTrace([
      other,
      ...['run.2.spoor.ndjson.gz', 'run.spoor.ndjson', 'run.1.spoor.ndjson'].map((name) => join(folder, name)),
    ])
    const marks = (await linesOf(trace)).filter((line) => line.t === 'mark')
    expect(marks.map(({ s = 0, seq }) => [s, seq])).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
      [1, 3],
    ])
    expect(trace.streams.map(({ stream }) => stream)).toEqual(['ffffffffffffffff', '00000000000000aa'])
  })

  test('a folder stands for the recordings in it', async () => {
    const trace = openTrace(folder)
    expect(trace.sources.map(({ name }) => name).every((name) => /\.spoor\.ndjson(\.gz)?$/.test(name))).toBe(true)
    expect((await linesOf(trace)).length).toBeGreaterThan(2000)
  })

  test('what is not there is said', () => {
    expect(() => openTrace(join(folder, 'none.spoor.ndjson'))).toThrow(/none\.spoor\.ndjson: is not there/)
    expect(() => openTrace(mkdtempSync(join(folder, 'empty-')))).toThrow(/a folder without recordings/)
  })
})

test('a line by itself: what it says, or what is wrong with it', () => {
  expect(decodeLine(mark(1))).toMatchObject({ t: 'mark', seq: 1 })
  expect(decodeLine('{"t":"step"}')).toEqual({ t: 'unknown', was: 'step' })
  expect(decodeLine('{')).toEqual({ t: 'fault', why: 'not JSON' })
})
