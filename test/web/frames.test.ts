import { describe, expect, test } from 'vitest'
import { Frames } from '../../packages/plugin/src/web-frames.ts'
import type { Frame } from '../../packages/plugin/src/web-frames.ts'

const KIB = 2 ** 10
const MIB = 2 ** 20

const line = (length: number, letter = 'x'): string => `${letter.repeat(length - 1)}\n`

/** Number and text of a frame, as the server reads it. */
function read({ bytes }: Pick<Frame, 'bytes'>, from = 0): [n: number, text: string] {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from)
  return [view.getUint32(0), new TextDecoder().decode(bytes.subarray(from + 4))]
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

  function leave(frames: Frames, takes: (body: Uint8Array) => boolean): { bodies: Uint8Array[]; left: number } {
    const bodies: Uint8Array[] = []
    let counted = -1
    const send = (body: Uint8Array): boolean => {
      if (!takes(body)) return false
      bodies.push(body)
      return true
    }
    frames.leave(KEY, send, (left) => {
      counted = left
      return line(30, 'e')
    })
    return { bodies, left: counted }
  }

  test('is what was not confirmed, oldest first, each with its key, and at last its end', () => {
    const frames = new Frames()
    for (const letter of 'abc') frames.add(line(20, letter))
    frames.confirm(1)
    const { bodies, left } = leave(frames, () => true)
    expect(left).toBe(0)
    expect(bodies.map((bytes) => new TextDecoder().decode(bytes.subarray(0, 80)))).toEqual([KEY, KEY, KEY])
    expect(bodies.map((bytes) => read({ bytes }, 80))).toEqual([
      [2, line(20, 'b')],
      [3, line(20, 'c')],
      [4, line(30, 'e')],
    ])
  })

  test('is 60 KiB at most, with no gap in it; the lines behind are counted, and the end goes in any case', () => {
    const frames = new Frames()
    frames.add(line(20 * KIB, 'a'))
    frames.add(line(20 * KIB, 'b'))
    frames.add(line(16 * KIB, 'c') + line(16 * KIB, 'c'))
    // Would have found room.
    frames.add(line(20, 'd') + line(20, 'd') + line(20, 'd'))
    const { bodies, left } = leave(frames, () => true)
    expect(bodies.map((bytes) => read({ bytes }, 80)[1][0])).toEqual(['a', 'b', 'e'])
    expect(left).toBe(5)
    expect(bodies.reduce((sum, { length }) => sum + length, 0)).toBeLessThanOrEqual(60 * KIB)
  })

  test('what the browser does not take is counted too', () => {
    const frames = new Frames()
    frames.add(line(20, 'a') + line(20, 'a'))
    frames.add(line(20, 'b'))
    const { bodies, left } = leave(frames, (body) => body.length !== 80 + 4 + 40)
    expect(left).toBe(3)
    expect(bodies.map((bytes) => read({ bytes }, 80)[1][0])).toEqual(['e'])
  })
})
