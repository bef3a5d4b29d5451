import { createHash } from 'node:crypto'
import { pipeline, Readable } from 'node:stream'
import { createGzip } from 'node:zlib'
import { atHead, metaFor, pageFiles, pageText } from './page-files.ts'
import { EMBEDDED } from '../served.ts'

/** A recording that goes into the page. */
export interface Embedded {
  /** For people. */
  name: string
  /** As it is stored: lines, or gzip. Read once, no faster than it is written. */
  chunks: AsyncIterable<Uint8Array>
}

export interface HtmlOptions {
  /** Of the document. */
  title?: string
}

/**
 * The page with recordings in it as one HTML file that opens from a disk, asks nothing of anybody and runs nothing but its own scripts.
 * Needs memory for the page alone, however long the recordings are.
 */
export async function* html(recordings: Iterable<Embedded>, { title }: HtmlOptions = {}): AsyncGenerator<string, void, void> {
  const { head, body, scripts, styles, worker } = await pageParts()
  yield `${head}<meta http-equiv="Content-Security-Policy" content="${policyFor(scripts, styles)}" />\n${metaFor('inline')}`
  if (title !== undefined) yield `<title>${escaped(title)}</title>\n`
  for (const style of styles) yield `<style>${style}</style>\n`
  yield `${body}<script type="text/plain" id="${EMBEDDED.worker}">${worker}</script>\n`
  let n = 0
  for (const { name, chunks } of recordings) {
    yield* elements(`${EMBEDDED.recording}${n++}`, name, inBase64(compressed(chunks)))
  }
  for (const script of scripts) yield `<script type="module">${script}</script>\n`
  yield '</body>\n</html>\n'
}

interface Parts {
  /** As far as the policy, which comes first. */
  head: string
  /** From there to the end of the body, without scripts. */
  body: string
  scripts: string[]
  styles: string[]
  worker: string
}

const SCRIPT = /<script\b[^>]*\bsrc="(?:\.\/|\/)?([^"]+)"[^>]*><\/script>\s*/g
const STYLE = /<link\b[^>]*\brel="stylesheet"[^>]*\bhref="(?:\.\/|\/)?([^"]+)"[^>]*>\s*/g

async function pageParts(): Promise<Parts> {
  const page = await pageText('index.html')
  const scriptPaths = [...page.matchAll(SCRIPT)].map((match) => match[1]!)
  const stylePaths = [...page.matchAll(STYLE)].map((match) => match[1]!)
  const workerPath = [...pageFiles().keys()].find((path) => /(?:^|\/)worker[\w-]*\.js$/.test(path))
  if (!workerPath || scriptPaths.length === 0) throw new Error('The page is not complete: build @spoor/viewer anew.')
  const bare = page
    .replaceAll(SCRIPT, '')
    .replaceAll(STYLE, '')
    .replaceAll(/<link\b[^>]*\brel="modulepreload"[^>]*>\s*/g, '')
  // The policy holds for what comes after it.
  const [head, rest] = atHead(bare)
  return {
    head,
    body: rest.slice(0, rest.search(/<\/body>/i)),
    scripts: await Promise.all(scriptPaths.map(async (path) => asInline(await pageText(path)))),
    styles: await Promise.all(stylePaths.map(async (path) => (await pageText(path)).replaceAll(/<\/(?=style)/gi, '<\\/'))),
    worker: asInline(await pageText(workerPath)),
  }
}

/** What would end a script, or begin a comment in it, stands in strings only, where it can be written otherwise. */
const asInline = (script: string): string => script.replaceAll(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '\\x3c!--')

function policyFor(scripts: string[], styles: string[]): string {
  const hashes = (texts: string[]): string =>
    texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`).join(' ')
  return [
    "default-src 'none'",
    `script-src ${hashes(scripts)}`,
    `style-src ${hashes(styles)}`,
    'img-src data:',
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** Characters in an element, some more or less: the longest string of a browser has 2 ** 29, and the text of an element is one. */
const MOST = 2 ** 24

/** A recording goes on in as many elements as it needs. */
async function* elements(id: string, name: string, pieces: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  const open = (more: string): string => `<script type="application/octet-stream" id="${id}${more}"`
  yield `${open('')} data-name="${escaped(name)}">`
  let size = 0
  let further = 0
  for await (const piece of pieces) {
    if (size >= MOST) yield `</script>\n${open(`-${++further}`)}>`
    size = size >= MOST ? piece.length : size + piece.length
    yield piece
  }
  yield '</script>\n'
}

/** As it is, where it is gzip already. */
async function* compressed(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const all = chunks[Symbol.asyncIterator]()
  const first = await all.next()
  const rest = async function* (): AsyncGenerator<Uint8Array, void, void> {
    if (!first.done) yield first.value
    yield* { [Symbol.asyncIterator]: () => all }
  }
  const isGzip = !first.done && first.value[0] === 0x1f && first.value[1] === 0x8b
  if (isGzip) return yield* rest()
  // What fails in it is thrown to who reads.
  yield* pipeline(Readable.from(rest()), createGzip(), () => {})
}

/** Bytes of a piece; a multiple of 3, so that all of them together are the base64 of all bytes. */
const PIECE = 3 * 2 ** 18

async function* inBase64(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, void> {
  let waiting: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    waiting.push(Buffer.from(chunk))
    size += chunk.length
    if (size < PIECE) continue
    const all = Buffer.concat(waiting)
    const end = all.length - (all.length % PIECE)
    for (let at = 0; at < end; at += PIECE) yield all.toString('base64', at, at + PIECE)
    waiting = [all.subarray(end)]
    size = all.length - end
  }
  if (size) yield Buffer.concat(waiting).toString('base64')
}
