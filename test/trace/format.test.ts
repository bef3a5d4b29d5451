import { decodeLine, encodeLine, FORMAT } from '@spoor/trace'
import type { TraceLine } from '@spoor/trace'
import { describe, expect, test } from 'vitest'
import { read } from '../workspace/files.ts'
import { diceOf, Program } from './program.ts'
import { schema, validate } from './schema.ts'

const valid = (line: unknown): boolean => validate(line)

const examples = [...read('docs/trace-format.md').matchAll(/^```json\n(.*)\n```$/gm)].map(([, text]) => text!)
const example = (t: string): Record<string, unknown> => JSON.parse(examples.find((text) => JSON.parse(text).t === t)!)

describe('the schema takes every line that is right', () => {
  test('the published one is that of the workspace', () => {
    expect(schema).toEqual(JSON.parse(read('packages/trace/schema/trace.schema.json')))
    expect(schema.definitions.header.properties.format.const).toBe(FORMAT.name)
    expect(schema.definitions.header.properties.major.const).toBe(FORMAT.major)
  })

  test('the document shows every kind, and each example is right', () => {
    const kinds = examples.map((text) => JSON.parse(text).t)
    const known = schema.oneOf.map(({ $ref }: { $ref: string }) => $ref.split('/').at(-1))
    expect(new Set(kinds)).toEqual(new Set(known))
    for (const text of examples) {
      expect([text, valid(JSON.parse(text)), validate.errors]).toEqual([text, true, null])
      const line = decodeLine(text)
      expect(encodeLine(line as TraceLine)).toBe(`${text}\n`)
    }
  })

  test('lines of programs, whatever they did', () => {
    for (let seed = 0; seed < 20; seed++) {
      for (const line of new Program(diceOf(seed), { events: 80 }).play(seed % 2 === 0).lines) {
        const plain = JSON.parse(JSON.stringify(line))
        expect([plain, valid(plain)]).toEqual([plain, true])
      }
    }
  })

  test('fields of a newer minor version', () => {
    expect(valid({ ...example('call'), mood: 'good' })).toBe(true)
  })
})

describe('the schema refuses what is wrong', () => {
  test.each([
    ['header', { format: 'other' }],
    ['header', { major: 2 }],
    ['header', { stream: '12' }],
    ['header', { stream: undefined }],
    ['header', { origin: '0' }],
    ['header', { platform: 'toaster' }],
    ['header', { versions: { node: 20 } }],
    ['header', { clock: -1 }],
    ['site', { n: 0 }],
    ['site', { line: 0 }],
    ['site', { kind: 'macro' }],
    ['site', { async: false }],
    ['site', { params: [1] }],
    ['site', { id: undefined }],
    ['call', { seq: 1.5 }],
    ['call', { seq: undefined }],
    ['call', { start: '1' }],
    ['call', { outcome: 'exploded' }],
    ['call', { end: undefined }],
    ['call', { gaps: [[1]] }],
    ['call', { gaps: Array.from({ length: 101 }, () => [1, 2]) }],
    ['call', { waited: -1 }],
    ['call', { args: { 0: 1 } }],
    ['call', { value: { k: 'banana' } }],
    ['call', { value: { name: 'x' } }],
    ['call', { error: { k: 'error', name: 'E' } }],
    ['call', { args: [{ k: 'object', name: 'O', props: [['a']], size: 1 }] }],
    ['call', { args: [[1]] }],
    ['learn', { error: undefined }],
    ['mark', { name: 7 }],
    ['mark', { time: null }],
    ['request', { side: 'both' }],
    ['request', { span: 'XYZ' }],
    ['request', { trace: '4bf92f3577b34da6a3ce929d0e0e473' }],
    ['request', { status: '200' }],
    ['drop', { reason: 'boredom' }],
    ['drop', { count: 0 }],
    ['end', { reason: 'why not' }],
    ['end', { t: 'finish' }],
    ['end', { s: -1 }],
  ])('%s %j', (kind, wrong) => {
    expect(valid(example(kind))).toBe(true)
    expect(valid(JSON.parse(JSON.stringify({ ...example(kind), ...wrong })))).toBe(false)
  })
})
