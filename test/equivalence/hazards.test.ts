import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Hazard } from './hazards.ts'
import { HAZARDS } from './hazards.ts'
import { readPrograms } from './programs.mjs'

const programs = readPrograms()
const showing = (row: number): string[] => programs.filter(({ rows }) => rows.includes(row)).map(({ file }) => file)

/** What is wrong with the proof of a hazard. */
function faults({ row, tests = [] }: Hazard): string[] {
  const missing = tests.filter((name) => !isThere(name)).map((name) => `no test ${name}`)
  return showing(row).length + tests.length > 0 ? missing : ['neither program nor test']
}

function isThere(name: string): boolean {
  const [file = '', title] = name.split(' > ')
  const path = join(import.meta.dirname, '..', file)
  return (
    existsSync(path) &&
    (!title ||
      new RegExp(`(?:test|describe)(?:\\.each\\([^]*?\\)|\\.\\w+)?\\(\\s*['"\`]${literally(title)}`).test(readFileSync(path, 'utf8')))
  )
}

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

describe('every hazard is run', () => {
  test('they are numbered through', () => expect(HAZARDS.map(({ row }) => row)).toEqual(Array.from({ length: 76 }, (_, i) => i + 1)))

  test.each(HAZARDS)('$row: $title', (hazard) => expect(faults(hazard)).toEqual([]))

  test('no program shows a row that there is not', () => {
    expect(programs.flatMap(({ rows }) => rows).filter((row) => row > HAZARDS.length)).toEqual([])
  })

  test('and there are many', () => expect(programs.length).toBeGreaterThan(120))
})

describe('a fault is seen', () => {
  test.each<[Hazard, string[]]>([
    [{ row: 99, title: 'nothing' }, ['neither program nor test']],
    [{ row: 1, title: 'no file', tests: ['nowhere.test.ts'] }, ['no test nowhere.test.ts']],
    [{ row: 1, title: 'no title', tests: ['plugin/ids.test.ts > never'] }, ['no test plugin/ids.test.ts > never']],
  ])('%j', (hazard, expected) => expect(faults(hazard)).toEqual(expected))
})
