import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { SourceMapInput } from '@jridgewell/trace-mapping'
import { expect } from 'vitest'

const cache = fileURLToPath(new URL('../.cache/bundlers/', import.meta.url))

/** JavaScript that no compiler touches, TypeScript, TSX, and a worker. */
export const SOURCES = {
  'package.json': '{ "name": "dev-fixture", "version": "1.0.0", "type": "module" }',
  'tsconfig.json': '{}',
  'src/plain.js': `import { Shelf } from './shelf.ts'

/** A file that no compiler touches. */
export function stock(name) {
  const shelf = new Shelf(name)

  for (const piece of ['lamp', 'rope']) {
    shelf.put(piece)
  }
  return shelf
}

export const total = (shelf) => shelf.pieces.length

export async function failing(name) {
  const shelf = stock(name)
  await null
  return /* here */ shelf.take('tent')
}
`,
  'src/shelf.ts': `export interface Piece {
  name: string
}

type Name = Piece['name']

export class Shelf {
  readonly pieces: Name[] = []
  constructor(private readonly name: string) {}

  put(piece: Name): void {
    this.pieces.push(piece)
  }

  take(piece: Name): Name {
    const at = this.pieces.indexOf(piece)
    if (at < 0) throw /* here */ new RangeError(\`no \${piece} on \${this.name}\`)
    return this.pieces.splice(at, 1)[0] as Name
  }
}
`,
  'src/view.tsx': `/** @jsxRuntime classic @jsx h */
import { Shelf } from './shelf.ts'

const h = (tag: string, props: object | null, ...children: unknown[]): string => \`<\${tag}>\${children.join('')}</\${tag}>\`

interface Props {
  shelf: Shelf
}

export function View({ shelf }: Props): string {
  const items = shelf.pieces.map((piece) => <li>{piece.toUpperCase()}</li>)
  return <ul title="shelf">{items.join('')}</ul>
}
`,
  'src/main.js': "new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })\n",
  'src/worker.ts': `interface Job { size: number }

function compute(job: Job): number {
  if (job.size < 0) throw new RangeError('too small')
  return job.size * 2
}

addEventListener('message', ({ data }) => postMessage(compute(data as Job)))
`,
}

/** A fresh folder with these files. */
export function fixture(name: string): { root: string; write(file: string, text: string): string } {
  const root = join(cache, name)
  rmSync(root, { recursive: true, force: true })
  const write = (file: string, text: string): string => {
    const path = join(root, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  for (const [file, text] of Object.entries(SOURCES)) write(file, text)
  return { root, write }
}

/** Line and column, from 1, of the only place of `token`. */
export function placeOf(text: string, token: string): { line: number; column: number } {
  const parts = text.split(token)
  expect(parts.length - 1, `places of ${token}`).toBe(1)
  const before = (parts[0] as string).split('\n')
  return { line: before.length, column: (before.at(-1) as string).length + 1 }
}

/** Where the map says that the only place of `token` in the output is in the source. */
export function mapped(code: string, map: unknown, token: string): { line: number | null; column: number | null } {
  const { line, column } = placeOf(code, token)
  const place = originalPositionFor(new TraceMap(map as SourceMapInput), { line, column: column - 1 })
  return { line: place.line, column: place.column === null ? null : place.column + 1 }
}

/** Name -> place of the functions in the tables of instrumented code. */
export function sitesIn(code: string): Record<string, string> {
  const tables = [...code.matchAll(/\(\s*["']spoor:1["'],\s*"([^"]*)",\s*\d,\s*(\[[^\]]*\])\s*\)/g)]
  return Object.fromEntries(
    tables.flatMap(([, file, table]) => {
      const cells = JSON.parse(table as string) as (string | number)[]
      return Array.from({ length: cells.length / 5 }, (_, i) => [`${file}#${cells[i * 5]}`, `${cells[i * 5 + 1]}:${cells[i * 5 + 2]}`])
    }),
  )
}
