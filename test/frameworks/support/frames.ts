import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { Served } from './serve.ts'

/** A frame of a stack, where the author's file is known from the map. */
export interface Frame {
  /** As the engine says it. */
  name: string
  /** Path from the fixture's folder; the address where there is no map. */
  file: string
  /** From 1. */
  line: number
  /** From 1. */
  column: number
}

const FRAME = /^ {4}at (?:(.*?) \()?(?:async )?(https?:.*?):(\d+):(\d+)\)?$/

/** The frames of a stack of the page, placed in the author's files by the maps that the server gives. */
export async function framesOf(served: Served, stack: string): Promise<Frame[]> {
  const maps = new Map<string, Promise<TraceMap | undefined>>()
  return Promise.all(
    stack.split('\n').flatMap((text) => {
      const [, name = '', url = '', line, column] = FRAME.exec(text) ?? []
      if (!url) return []
      if (!maps.has(url)) maps.set(url, mapAt(url))
      return maps.get(url)!.then((map) => placed(served, map, { name, file: url, line: Number(line), column: Number(column) }))
    }),
  )
}

/** Those in the author's files, as `name file:line:column`. */
export async function authorsFrames(served: Served, stack: string): Promise<string[]> {
  const frames = await framesOf(served, stack)
  const own = frames.filter(({ file }) => file.startsWith('src/') && existsSync(join(served.fixture.root, file)))
  return own.map(({ name, file, line, column }) => `${name} ${file}:${line}:${column}`)
}

function placed({ url }: Served, map: TraceMap | undefined, frame: Frame): Frame {
  const path = frame.file.replace(url, '').replace(/\?.*$/, '')
  if (!map) return { ...frame, file: path }
  const { source, line, column } = originalPositionFor(map, { line: frame.line, column: frame.column - 1 })
  if (source === null) return { ...frame, file: path }
  // Sources are named from where the module stands, in dev by their last name alone.
  const file = source.replace(/^.*?(?=\bsrc\/)/, '')
  return { ...frame, file: file.includes('/') ? file : path.replace(/[^/]*$/, file), line: line ?? 0, column: (column ?? -1) + 1 }
}

async function mapAt(url: string): Promise<TraceMap | undefined> {
  const code = await (await fetch(url)).text()
  const link = [...code.matchAll(/\/\/# sourceMappingURL=(\S+)/g)].at(-1)?.[1]
  if (!link) return undefined
  const [, data] = /^data:application\/json;(?:charset=[^;]*;)?base64,(.*)$/.exec(link) ?? []
  return new TraceMap(data ? Buffer.from(data, 'base64').toString() : await (await fetch(new URL(link, url))).text())
}

/** Line and column, `line:column` from 1, of the only place of `token`. @throws where there is none, or more than one */
export function placeOf(text: string, token: string): string {
  const [before, ...rest] = text.split(token)
  if (rest.length !== 1) throw new Error(`${rest.length} places of \`${token}\``)
  const lines = (before as string).split('\n')
  return `${lines.length}:${(lines.at(-1) as string).length + 1}`
}
