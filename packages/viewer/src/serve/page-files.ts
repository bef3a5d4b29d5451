import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, extname, join, relative, sep } from 'node:path'
import { SOURCE_META } from '../served.ts'
import type { SourceKind } from '../served.ts'

export interface PageFile {
  /** Absolute. */
  path: string
  type: string
}

let files: Map<string, PageFile> | undefined

/** The files of the built page by their paths below its address. Whatever a request says, no other is opened. */
export function pageFiles(): ReadonlyMap<string, PageFile> {
  files ??= read(pageFolder())
  return files
}

const pageFolder = (): string => join(dirname(createRequire(import.meta.url).resolve('@spoor/viewer/package.json')), 'dist', 'page')

function read(folder: string): Map<string, PageFile> {
  const found = new Map<string, PageFile>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const type = TYPES[extname(entry.name)]
    if (entry.isFile() && type) found.set(relative(folder, path).split(sep).join('/'), { path, type })
  }
  return found
}

/** The text of one of them, as a browser reads it. @throws where the page was not built */
export async function pageText(path: string): Promise<string> {
  const file = pageFiles().get(path)
  if (!file) throw new Error(`The page has no ${path}: build @spoor/viewer.`)
  return (await readFile(file.path, 'utf8')).replaceAll('\r\n', '\n')
}

/** The page, told what it shows. */
export async function pageShowing(kind: SourceKind): Promise<string> {
  const [before, after] = atHead(await pageText('index.html'))
  return `${before}${metaFor(kind)}${after}`
}

export const metaFor = (kind: SourceKind): string => `<meta name="${SOURCE_META}" content="${kind}" />\n`

/** Cut behind what says how the page is encoded, which comes first. */
export function atHead(page: string): [before: string, after: string] {
  const found = /<meta\b[^>]*\bcharset[^>]*>\s*/i.exec(page) ?? /<head\b[^>]*>\s*/i.exec(page)
  const at = found ? found.index + found[0].length : 0
  return [page.slice(0, at), page.slice(at)]
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}
