import type { IncomingMessage, ServerResponse } from 'node:http'
import { relative } from 'node:path'
import type { Duplex } from 'node:stream'
import { CONTROL_PROTOCOL, isProgramId } from '@spoor/shared'
import { WebSocketServer } from 'ws'
import { pathOf, refusalOfToken, refuse } from './control-door.ts'
import type { Hub } from './control-hub.ts'
import { isToken, refusal, TOKEN } from './live-door.ts'
import type { DoorRules } from './live-door.ts'
import { MemoryStreams } from './live-memory.ts'
import { isFrame, land, servePage } from './live-page.ts'
import type { Landing } from './live-page.ts'
import { Streams } from './live-streams.ts'

const MOST_MESSAGE = 2 ** 20
const MOST_BEACON = 64 * 2 ** 10
const MOST_PAGES = 256

/** What pages talk to. */
export interface LiveServer {
  /** Answers requests to its path. */
  handle(request: IncomingMessage, response: ServerResponse): void
  /** Settles when all is written. */
  close(): Promise<void>
}

/** An HTTP server of whatever version. */
export interface Upgradable {
  on(event: 'upgrade', listener: Upgrade): unknown
  off(event: 'upgrade', listener: Upgrade): unknown
}

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown

/**
 * Takes what pages on a dev server send.
 * @param folder where each is written to a file; `undefined`: nowhere
 * @param path where it listens: `/__spoor/live`
 * @param hub gets what they send too, and steers them
 * @param project by which pages know that it is theirs
 */
export function openLive(
  server: Upgradable,
  folder: string | undefined,
  path: string,
  rules: DoorRules,
  hub?: Hub,
  project?: string,
): LiveServer {
  const streams = folder === undefined ? new MemoryStreams() : new Streams(folder)
  const landing: Landing = { streams, hub, nameOf: (file) => relative(process.cwd(), file).replaceAll('\\', '/') }
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: () => CONTROL_PROTOCOL,
  })
  const upgrade: Upgrade = (request, socket, head) => {
    if (pathOf(request) !== path) return false
    const reason =
      refusal(request, rules, true) ?? refusalOfToken(request) ?? (sockets.clients.size < MOST_PAGES ? undefined : 'too many pages')
    if (reason) refuse(socket, reason)
    else sockets.handleUpgrade(request, socket, head, (client) => servePage(client, landing))
    return true
  }
  server.on('upgrade', upgrade)
  return {
    handle: (request, response) => answer(request, response, rules, landing, project),
    async close() {
      server.off('upgrade', upgrade)
      for (const client of sockets.clients) client.terminate()
      await streams.close()
    },
  }
}

/** `GET`: the token, for a page that knows an older one. `POST`: what a page leaves behind as it goes. */
function answer(request: IncomingMessage, response: ServerResponse, rules: DoorRules, landing: Landing, project?: string): void {
  const { headers, method } = request
  const say = (status: number, body = ''): void => {
    response.writeHead(status, { 'cache-control': 'no-store', 'content-type': 'application/json' }).end(body)
  }
  if (method === 'POST') return takeBeacon(request, rules, landing, say)
  // Another origin cannot send this header unless it is let, and is not; nor can it read the answer.
  const site = headers['sec-fetch-site']
  const isOwn = headers['x-spoor'] === '1' && (site === undefined || site === 'same-origin')
  if (method !== 'GET' || !isOwn || refusal(request, rules, false)) return say(403)
  say(200, JSON.stringify({ token: TOKEN, ...(project && { project }) }))
}

/** Token (64), stream (16), and frames. */
function takeBeacon(request: IncomingMessage, rules: DoorRules, landing: Landing, say: (status: number) => void): void {
  if (refusal(request, rules, true)) return say(403)
  const pieces: Buffer[] = []
  let size = 0
  request.on('error', () => {})
  request.on('data', (piece: Buffer) => {
    size += piece.length
    if (size <= MOST_BEACON) pieces.push(piece)
    else request.destroy()
  })
  request.on('end', () => {
    const body = Buffer.concat(pieces)
    const id = body.toString('latin1', 64, 80)
    const frames = framesIn(body.subarray(80))
    if (!isToken(body.toString('latin1', 0, 64)) || !isProgramId(id)) return say(403)
    if (!frames.length || !frames.every(isFrame)) return say(400)
    const stream = landing.streams.get(id)
    const last = frames.length - 1
    for (const [at, frame] of frames.entries()) land(landing, stream, id, frame, at === last ? () => say(204) : undefined)
  })
}

/** Each with its length before it: 4 bytes, big-endian. */
function framesIn(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + (bytes.length - at < 4 ? Infinity : bytes.readUInt32BE(at))
    // What is longer than there is ends as no frame does.
    frames.push(end > bytes.length ? Buffer.alloc(0) : bytes.subarray(at + 4, end))
    at = end
  }
  return frames
}
