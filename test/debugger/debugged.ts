import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping'
import { transform } from '../../packages/transform/src/index.ts'
import type { Job, Pause } from './steps.mjs'

export interface Debugged {
  pauses: Pause[]
  /** Where each breakpoint came to stand. */
  bound: { line: number; column: number }[]
  /** Of what nobody caught. */
  stacks: string[]
  /** \`name outcome message\` of what was recorded. */
  calls: string[]
}

/** A program as it runs, and where its places are in the author's file. */
export interface Program {
  code: string
  source: string
  /** Generated place, from 0 -> the author's, from 1; \`undefined\` where the map leads nowhere. */
  placeOf: (place: Place) => Place | undefined
  mappings: Segment[]
}

export interface Place {
  line: number
  column: number
}

/** One mapping, all from 0; without the second pair it leads nowhere. */
export type Segment = [line: number, column: number, sourceLine?: number, sourceColumn?: number]

export const bare = (source: string): Program => ({
  code: source,
  source,
  placeOf: ({ line, column }) => ({ line: line + 1, column: column + 1 }),
  mappings: [],
})

export function traced(source: string, errors: 'finally' | 'catch' = 'finally'): Program {
  const { code, map } = transform(source, '/app/program.js', { sourceType: 'script', runtime: false, errors })!
  const lines = decodedMappings(new TraceMap(map as never))
  const mappings = lines.flatMap((segments, line) =>
    segments.map(([column, , ...place]): Segment => [line, column, place[0], place[1]] as Segment),
  )
  return { code, source, placeOf: lookUp(mappings), mappings }
}

/** As Chrome's debugger looks: the last mapping before a place, be it lines above. */
export function lookUp(mappings: readonly Segment[]): Program['placeOf'] {
  return ({ line, column }) => {
    const [, , sourceLine, sourceColumn] = mappings.findLast(([l, c]) => l < line || (l === line && c <= column)) ?? []
    return sourceLine === undefined || sourceColumn === undefined ? undefined : { line: sourceLine + 1, column: sourceColumn + 1 }
  }
}

export const URL = 'file:///app/program.js'

const cache = fileURLToPath(new globalThis.URL('../.cache/debugger/', import.meta.url))
const driver = fileURLToPath(new globalThis.URL('drive.mjs', import.meta.url))
let files = 0

/** Runs a program in a Node of its own, with a debugger. */
export async function debugInNode({ code }: Program, job: Omit<Job, 'url'>): Promise<Debugged> {
  mkdirSync(cache, { recursive: true })
  const file = `${cache}program-${process.pid}-${++files}.js`
  writeFileSync(file, code)
  const { NODE_OPTIONS: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(process.execPath, [driver, JSON.stringify({ file, job: { ...job, url: URL } })], {
    env,
    timeout: 200_000,
  })
  return JSON.parse(stdout) as Debugged
}

/** Where the only place of a text is, from 0. */
export function generatedPlace(code: string, token: string): Place {
  const [before = '', ...rest] = code.split(token)
  if (rest.length !== 1) throw new Error(`${rest.length} places of ${token}`)
  const lines = before.split('\n')
  return { line: lines.length - 1, column: lines.at(-1)!.length }
}
