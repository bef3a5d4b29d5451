import { createRecorder } from '@spoor/trace'
import { beforeEach, expect, test } from 'vitest'
import { Backlog } from '../../packages/plugin/src/control-backlog.ts'
import { LIVE_LIMITS, OwnProgram } from '../../packages/plugin/src/web-program.ts'
import { spoor } from '@spoor/runtime'

const ROOM = 64

beforeEach(() => {
  spoor.configure({ capacity: ROOM })
  spoor.clear()
})

const marks = (count: number): void => Array.from({ length: count }).forEach((_, i) => spoor.mark(`mark ${i}`))

interface Watched {
  program: OwnProgram
  /** Marks that have come since it was asked last, and those that were overwritten before. */
  came(): { marks: number; lost: number }
}

function watched(): Watched {
  const recorder = createRecorder({ platform: 'node', title: 'test', versions: {}, limits: LIVE_LIMITS })
  const program = new OwnProgram({ recorder: () => recorder, isRecorded: false })
  const linesOf = (text: string): { t: string; reason?: string; count: number }[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as never)
  const came: Watched['came'] = () => {
    const lines = linesOf(recorder.take(performance.now()))
    const lost = lines.filter(({ t, reason }) => t === 'drop' && reason === 'ring')
    return { marks: lines.filter(({ t }) => t === 'mark').length, lost: lost.reduce((sum, { count }) => sum + count, 0) }
  }
  return { program, came }
}

test('what was overwritten before anybody looked is counted; what was cleared is not', () => {
  const { program, came } = watched()
  marks(100)
  program.watch(true)
  expect(came()).toEqual({ marks: ROOM, lost: 100 - ROOM })
  marks(10)
  expect(came()).toEqual({ marks: 10, lost: 0 })
})

test('so is what was overwritten between two looks', () => {
  const { program, came } = watched()
  marks(5)
  program.watch(true)
  expect(came()).toEqual({ marks: 5, lost: 0 })
  program.watch(false)
  marks(ROOM + 7)
  program.watch(true)
  expect(came()).toEqual({ marks: ROOM, lost: 7 })
  program.watch(false)
  spoor.clear()
  marks(3)
  program.watch(true)
  expect(came()).toEqual({ marks: 3, lost: 0 })
  program.watch(false)
})

test('the oldest that the hub has let go are told as such', () => {
  const backlog = new Backlog()
  backlog.add(Buffer.from('{"t":"header","origin":1000}\n'))
  backlog.add(Buffer.from('{"t":"mark","seq":1}\n{"t":"mark","seq":2}\n'))
  backlog.shrink()
  backlog.shrink()
  const text = Buffer.concat(backlog.from(0).map(({ bytes }) => bytes)).toString()
  expect(text).toMatch(/^\{"t":"header"[^\n]*\n\{"t":"drop","time":\d+,"reason":"ring","count":2\}\n$/)
})
