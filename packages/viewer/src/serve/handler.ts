import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { askedFor, headersFor, Refusal, sayPlain } from './answer.ts'
import type { Frames } from './answer.ts'
import { isLocalBind, isToken, refusal, refusalOfRead, TOKEN } from './door.ts'
import type { DoorRules } from './door.ts'
import { openEditor } from './editor.ts'
import { pageFiles, pageShowing } from './page-files.ts'
import { textOf } from './project.ts'
import type { Project } from './project.ts'
import { HEADER, PATHS } from '../served.ts'
import type { Access, RecordingFile, RecordingIndex } from '../served.ts'

/** Bytes of a file that are read at a time: recordings are long, and each piece has its price on both sides. */
const PIECE = 2 ** 19

export interface ViewerOptions {
  /** Where the page is, with a slash at both ends: `/__spoor/`. */
  base: string
  rules: DoorRules
  /** Whether programs can be watched; `live` and `control` are answered by others. */
  live?: boolean
  /** Recordings to show. */
  recordings?: readonly Stored[]
  /** Other files by their paths below `base`: their texts, or where they are. */
  more?: ReadonlyMap<string, { type: string; text?: string; path?: string }>
  /** Whose functions' text can be shown and opened; without: nobody's. */
  project?: Project
  /** Who may frame the page (default: nobody); asked for each answer. */
  frames?: () => Frames
  /** Whether only this machine can ask; without: as the server that was asked says. Nobody else can have an editor opened. */
  isLocal?: (request: IncomingMessage) => boolean
}

/** A recording on disk. */
export interface Stored {
  /** For people. */
  name: string
  /** `*.spoor.ndjson` or `*.spoor.ndjson.gz`; sent as it is. */
  path: string
}

/** As connect, Express, Vite and webpack's dev server have it. */
export type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void

/** Serves the page below `base`, and what it asks for; the others' requests go on. */
export function createHandler(options: ViewerOptions): Handler {
  return (request, response, next) => {
    const { path, query } = askedFor(request)
    if (`${path}/` === options.base) return response.writeHead(302, { location: options.base, 'cache-control': 'no-store' }).end()
    if (!path.startsWith(options.base)) return next()
    answer(request, response, options, path.slice(options.base.length), query).catch((error: unknown) => {
      if (response.headersSent || !(error instanceof Refusal)) return response.destroy()
      sayPlain(response, error.status, error.message, options.frames?.())
    })
  }
}

type Answer = (request: IncomingMessage, response: ServerResponse, options: ViewerOptions, query: string) => Promise<void> | void

const ANSWERS: Record<string, Answer> = {
  '': sendPage,
  [PATHS.access]: sendAccess,
  [PATHS.index]: sendIndex,
  [PATHS.source]: sendSource,
  [PATHS.open]: takePlace,
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ViewerOptions,
  path: string,
  query: string,
): Promise<void> {
  const isOpen = path === PATHS.open
  const why = refusal(request, options.rules, isOpen) ?? refusalOfRead(request, options.rules)
  if (why) throw new Refusal(403, `Not for this page: ${why}.`)
  const { method } = request
  if (isOpen ? method !== 'POST' : method !== 'GET' && method !== 'HEAD') throw new Refusal(405, isOpen ? 'Only POST.' : 'Only GET.')
  const special = Object.hasOwn(ANSWERS, path) ? ANSWERS[path] : undefined
  if (special) return special(request, response, options, query)
  const file = fileAt(options, path)
  if (file?.text !== undefined) return send(response, options, file.type, file.text)
  if (file?.path === undefined) throw new Refusal(404, 'Not here.')
  const known = await stat(file.path).catch(() => undefined)
  if (!known?.isFile()) throw new Refusal(404, 'Not here any more.')
  response.writeHead(200, { ...headersFor(options.frames?.() ?? 'none'), 'content-type': file.type })
  if (method === 'HEAD') return void response.end()
  await pipeline(createReadStream(file.path, { highWaterMark: PIECE }), response)
}

function fileAt(options: ViewerOptions, path: string): { type: string; text?: string; path?: string } | undefined {
  const stored = storedAt(options, path)
  return stored ? { path: stored.path, type: 'application/octet-stream' } : (options.more?.get(path) ?? pageFiles().get(path))
}

function storedAt({ recordings = [] }: ViewerOptions, path: string): Stored | undefined {
  const n = path.startsWith(PATHS.recording) ? path.slice(PATHS.recording.length) : ''
  return /^(?:0|[1-9]\d{0,5})$/.test(n) ? recordings[Number(n)] : undefined
}

async function sendPage(_: IncomingMessage, response: ServerResponse, options: ViewerOptions): Promise<void> {
  send(response, options, 'text/html; charset=utf-8', await pageShowing(options.live ? 'live' : 'files'))
}

// Another origin cannot send this header unless it is let, and is not; nor can it read the answer.
function sendAccess(request: IncomingMessage, response: ServerResponse, options: ViewerOptions): void {
  if (request.headers[HEADER] !== '1') throw new Refusal(403, 'Only for the page.')
  const { project } = options
  const canRead = project !== undefined
  const access: Access = {
    token: TOKEN,
    ...(project?.id && { project: project.id }),
    canRead,
    canOpen: canRead && isLocal(request, options),
  }
  send(response, options, 'application/json', JSON.stringify(access))
}

async function sendIndex(_: IncomingMessage, response: ServerResponse, options: ViewerOptions): Promise<void> {
  const index: RecordingIndex = { files: await Promise.all((options.recordings ?? []).map(sizeOf)) }
  send(response, options, 'application/json', JSON.stringify(index))
}

const sizeOf = async ({ name, path }: Stored): Promise<RecordingFile> => ({
  name,
  size: (await stat(path).catch(() => undefined))?.size ?? 0,
})

async function sendSource(request: IncomingMessage, response: ServerResponse, options: ViewerOptions, query: string): Promise<void> {
  const project = projectFor(request, options)
  send(response, options, 'text/plain; charset=utf-8', await textOf(project, new URLSearchParams(query).get('file') ?? ''))
}

async function takePlace(request: IncomingMessage, response: ServerResponse, options: ViewerOptions): Promise<void> {
  const project = projectFor(request, options)
  if (!isLocal(request, options)) throw new Refusal(403, 'The server can be reached from other machines, and opens no editor.')
  await openEditor(request, project)
  response.writeHead(204, headersFor(options.frames?.() ?? 'none')).end()
}

/** @throws {Refusal} for who does not know the token */
function projectFor({ headers }: IncomingMessage, { project }: ViewerOptions): Project {
  if (!isToken(headers[HEADER])) throw new Refusal(403, 'Load the page anew: it does not know the token.')
  if (!project) throw new Refusal(404, 'There is no project here.')
  return project
}

function isLocal(request: IncomingMessage, options: ViewerOptions): boolean {
  if (options.isLocal) return options.isLocal(request)
  const { server } = request.socket as { server?: Server }
  return isLocalBind(server?.address())
}

function send(response: ServerResponse, options: ViewerOptions, type: string, body: string | Buffer): void {
  response.writeHead(200, { ...headersFor(options.frames?.() ?? 'none'), 'content-type': type }).end(body)
}
