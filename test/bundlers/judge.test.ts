import { describe, expect, test } from 'vitest'
import { judge } from './matrix.mjs'
import type { Cell } from './matrix.mjs'
import type { Frame } from './frames.mjs'

const frame = (line: number): Frame => ({ name: 'pay', file: 'src/cart.ts', line, column: 1 })
const lineOf = ({ line }: Frame): string => String(line)

/** The verdict on one stack, given as lines, and what is noted. */
function verdict(bare: number[], traced: number[], wanted: number[]): { verdict: string; notes: string[] } {
  const cell: Cell = { verdicts: {}, notes: [] }
  const [before, after, right] = [bare, traced, wanted].map((lines) => ({ stack: lines.map(frame) }))
  return { verdict: judge(cell, 'lines', lineOf, before ?? {}, after ?? {}, right ?? {}), notes: cell.notes }
}

describe('the verdict on places', () => {
  test('the author’s, whatever the bundler by itself makes of them', () => {
    expect(verdict([1, 2], [1, 2], [1, 2])).toEqual({ verdict: 'ok', notes: [] })
    expect(verdict([1, 9], [1, 2], [1, 2])).toEqual({ verdict: 'ok', notes: [] })
  })

  test('wrong, where the bundler by itself is right: a fault of ours', () => {
    expect(verdict([1, 2], [1, 3], [1, 2])).toEqual({ verdict: 'fail', notes: ['lines: stack, frame 1: 3 instead of 2'] })
  })

  test('wrong, and wrong without spoor: the bundler’s', () => {
    const notes = ["lines: 1 of 2 frames are not the author's, and 1 without spoor"]
    expect(verdict([1, 9], [1, 8], [1, 2])).toEqual({ verdict: 'bundler', notes })
  })

  test('a frame too few or too many: a fault of ours', () => {
    expect(verdict([1, 2], [1], [1, 2]).verdict).toBe('fail')
    expect(verdict([1, 2], [1, 2, 3], [1, 2]).verdict).toBe('fail')
  })

  test('a frame that the minifier inlines without spoor, and not with it', () => {
    expect(verdict([2], [1, 2], [1, 2])).toEqual({ verdict: 'ok', notes: [] })
  })

  test('no frame at all is not right', () => {
    expect(verdict([], [], [1]).verdict).toBe('fail')
  })
})
