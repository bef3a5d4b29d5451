import { describe, expect, test } from 'vitest'
import { Frames } from '../../packages/plugin/src/web-frames.ts'
import type { Frame } from '../../packages/plugin/src/web-frames.ts'

const KIB = 2 ** 10
const MIB = 2 ** 20

const line = (length: number, letter = 'x'): string => `${letter.repeat(length - 1)}\n`

/** Number and text of a frame, as the server reads it. */
function read({ bytes }: Pick<Frame, 'bytes'>, from = 0, to = bytes.length): [n: number, text: string] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from)
  return [view.getUint32(0), new TextDecoder().decode(bytes.subarray(from + 4, to))]
}

function all(frames: Frames): [n: number, text: string][] {
  const out: [number, string][] = []
  for (let frame = frames.next(); frame; frame = frames.next()) out.push(read(frame))
  return out
}

describe('what is sent', () => {
  test('goes in frames of whole lines, numbered from 1, none much longer than 32 KiB', () => {
    const frames = new Frames()
    const text = Array.from({ length: 200 }, (_, i) => line(1 + (i % 5) * KIB, 'é')).join('')
    expect(frames.add(text)).toBe(0)
    const sent = all(frames)
    expect(sent.length).toBeGreaterThan(5)
    expect(sent.map(([n]) => n)).toEqual(sent.map((_, i) => i + 1))
    expect(sent.map(([, part]) => part).join('')).toBe(text)
    for (const [, part] of sent) expect([part.endsWith('\n'), part.length <= 32 * KIB]).toEqual([true, true])
    expect(frames.add('')).toBe(0)
    expect(frames.next()).toBeUndefined()
  })

  test('a line that no server takes is left out and counted; those around it go', () => {
    const frames = new Frames()
    const [before, between, after] = [line(10, 'a'), line(300 * KIB, 'c'), line(10, 'd')]
    expect(frames.add(before + line(257 * KIB) + line(200 * KIB, 'b') + between + after)).toBe(2)
    expect(
      all(frames)
        .map(([, text]) => text)
        .join(''),
    ).toBe(before + line(200 * KIB, 'b') + after)
  })

  test('goes again on a new connection, as far as it is not confirmed', () => {
    const frames = new Frames()
    for (const letter of 'abc') frames.add(line(20, letter))
    expect(frames.isKnown).toBe(false)
    expect(all(frames).map(([n]) => n)).toEqual([1, 2, 3])
    frames.confirm(1)
    expect(frames.isKnown).toBe(true)
    expect(all(frames)).toEqual([])
    frames.rewind()
    expect(all(frames).map(([n, text]) => [n, text[0]])).toEqual([
      [2, 'b'],
      [3, 'c'],
    ])
    frames.confirm(3)
    frames.rewind()
    expect(all(frames)).toEqual([])
  })

  test('4 MiB that are not confirmed are enough; what is confirmed makes room', () => {
    const frames = new Frames()
    let added = 0
    for (; !frames.isFull && added < 1000; added++) frames.add(line(30 * KIB))
    expect(added * 30 * KIB).toBeGreaterThanOrEqual(4 * MIB - 30 * KIB)
    expect(added * 30 * KIB).toBeLessThanOrEqual(4 * MIB + 30 * KIB)
    frames.confirm(1)
    expect(frames.isFull).toBe(false)
    frames.add(line(30 * KIB))
    expect(frames.isFull).toBe(true)
    // Time and again.
    for (let n = 2; n < 500; n++) {
      frames.confirm(n)
      expect(frames.isFull).toBe(false)
      frames.add(line(30 * KIB))
    }
  })
})

describe('what a page leaves behind as it goes', () => {
  const KEY = 'k'.repeat(80)

  /** What the browser took, and how often it was asked to. */
  function leave(frames: Frames, takes: (body: Uint8Array) => boolean, last = line(30, 'e')): { taken: Uint8Array[]; asked: number } {
    const taken: Uint8Array[] = []
    let asked = 0
    const send = (body: Uint8Array): boolean => {
      asked++
      if (!takes(body)) return false
      taken.push(body)
      return true
    }
    frames.leave(KEY, send, last, (left) => `left ${left}\n`)
    return { taken, asked }
  }

  /** Behind the key: the frames, each with its length before it. */
  function framesIn(body: Uint8Array): [n: number, text: string][] {
    const found: [number, string][] = []
    expect(new TextDecoder().decode(body.subarray(0, 80))).toBe(KEY)
    for (let at = 80; at < body.length;) {
      const end = at + 4 + new DataView(body.buffer).getUint32(at)
      found.push(read({ bytes: body }, at + 4, end))
      at = end
    }
    return found
  }

  test('is one body: what was not confirmed, oldest first, and at last its end', () => {
    const frames = new Frames()
    for (const letter of 'abc') frames.add(line(20, letter))
    frames.confirm(1)
    const { taken } = leave(frames, () => true)
    expect(taken.map(framesIn)).toEqual([
      [
        [2, line(20, 'b')],
        [3, line(20, 'c')],
        [4, line(30, 'e')],
      ],
    ])
    expect(leave(new Frames(), () => true, '')).toEqual({ taken: [], asked: 0 })
  })

  test('is 60 KiB at most, with no gap in it; the lines behind are counted, and the end goes in any case', () => {
    const frames = new Frames()
    frames.add(line(20 * KIB, 'a'))
    frames.add(line(20 * KIB, 'b'))
    frames.add(line(16 * KIB, 'c') + line(16 * KIB, 'c'))
    // Would have found room.
    frames.add(line(20, 'd') + line(20, 'd') + line(20, 'd'))
    const [body] = leave(frames, () => true).taken
    expect(framesIn(body!)).toEqual([
      [1, line(20 * KIB, 'a')],
      [2, line(20 * KIB, 'b')],
      [5, `left 5\n${line(30, 'e')}`],
    ])
    expect(body!.length).toBeLessThanOrEqual(60 * KIB)
  })

  test.each([
    [19, 3],
    [20, 2],
    [21, 2],
  ])('is 60 KiB at most, however long its end is: %s KiB', (size, count) => {
    const frames = new Frames()
    for (const letter of 'ab') frames.add(line(20 * KIB, letter))
    const [body] = leave(frames, () => true, line(size * KIB, 'e')).taken
    expect(body!.length).toBeLessThanOrEqual(60 * KIB)
    expect(framesIn(body!)).toHaveLength(count)
  })

  test('is less where the browser does not take as much: that is counted too', () => {
    const frames = new Frames()
    for (const letter of 'abcd') frames.add(line(20, letter) + line(20, letter))
    const { taken, asked } = leave(frames, (body) => body.length < 200)
    expect(asked).toBe(3)
    expect(taken.map((body) => framesIn(body).map(([, text]) => text))).toEqual([
      [line(20, 'a') + line(20, 'a'), `left 6\n${line(30, 'e')}`],
    ])
    expect(leave(new Frames(), () => false)).toEqual({ taken: [], asked: 1 })
  })
})
