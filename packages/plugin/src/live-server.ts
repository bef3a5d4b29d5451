import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { RawData, WebSocket } from 'ws'
import { isToken, refusal, TOKEN } from './live-door.ts'
import type { DoorRules } from './live-door.ts'
import { isStreamId, Streams } from './live-streams.ts'
import type { Stream } from './live-streams.ts'

/** First word of the protocol between page and server; the second is the token. */
const PROTOCOL = 'spoor.1'

const MOST_MESSAGE = 2 ** 20
const MOST_BEACON = 64 * 2 ** 10
const MOST_PAGES = 64

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

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * Takes the recordings of pages on a dev server, and writes each as a file.
 * @param folder where to
 * @param path where it listens: `/__spoor/live`
 */
export function openLive(server: Upgradable, folder: string, path: string, rules: DoorRules): LiveServer {
  const streams = new Streams(folder)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  })
  const upgrade: Upgrade = (request, socket, head) => {
    if (request.url?.split('?')[0] !== path) return
    const reason =
      refusal(request, rules, true) ?? refusalOfToken(request) ?? (sockets.clients.size < MOST_PAGES ? undefined : 'too many pages')
    if (reason) return refuse(socket, reason)
    sockets.handleUpgrade(request, socket, head, (client) => serve(client, streams))
  }
  server.on('upgrade', upgrade)
  return {
    handle: (request, response) => answer(request, response, rules, streams),
    async close() {
      server.off('upgrade', upgrade)
      for (const client of sockets.clients) client.terminate()
      await streams.close()
    },
  }
}

function refusalOfToken({ headers }: IncomingMessage): string | undefined {
  const [protocol, token] = (headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim())
  return protocol === PROTOCOL && isToken(token) ? undefined : 'no token'
}

function refuse(socket: Duplex, reason: string): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${reason.length}\r\n\r\n${reason}`)
}

/** First `{ "stream": id }`, then frames, each confirmed when it is written. */
function serve(client: WebSocket, streams: Streams): void {
  let stream: Stream | undefined
  client.on('error', () => client.terminate())
  client.on('message', (data: RawData, isBinary: boolean) => {
    const bytes = data as Buffer
    if (!isBinary) {
      const id = idIn(bytes)
      if (!id) return client.close(1008)
      stream = streams.get(id)
      return client.send(JSON.stringify({ written: stream.written, known: stream.known }))
    }
    if (!stream || !isFrame(bytes)) return client.close(1008)
    const { written } = stream
    const to = stream
    to.write(bytes.readUInt32BE(), bytes.subarray(4), () => {
      if (client.readyState === client.OPEN && to.written > written) client.send(JSON.stringify({ written: to.written }))
      if (client.isPaused && !to.isBehind) client.resume()
    })
    if (to.isBehind) client.pause()
  })
}

function idIn(message: Buffer): string | undefined {
  try {
    const { stream } = JSON.parse(message.toString()) as { stream?: unknown }
    return isStreamId(stream) ? stream : undefined
  } catch {
    return undefined
  }
}

/** Whole lines, each of which begins as ours do: this is what is appended to a file. */
const isFrame = (bytes: Buffer): boolean => bytes.length > 5 && bytes[bytes.length - 1] === 10 && bytes[4] === 123

/** `GET`: the token, for a page that knows an older one. `POST`: what a page leaves behind as it goes. */
function answer(request: IncomingMessage, response: ServerResponse, rules: DoorRules, streams: Streams): void {
  const { headers, method } = request
  const say = (status: number, body = ''): void => {
    response.writeHead(status, { 'cache-control': 'no-store', 'content-type': 'application/json' }).end(body)
  }
  if (method === 'POST') return takeBeacon(request, rules, streams, say)
  // Another origin cannot send this header unless it is let, and is not; nor can it read the answer.
  const site = headers['sec-fetch-site']
  const isOwn = headers['x-spoor'] === '1' && (site === undefined || site === 'same-origin')
  if (method !== 'GET' || !isOwn || refusal(request, rules, false)) return say(403)
  say(200, JSON.stringify({ token: TOKEN }))
}

/** Token (64), stream (16), and a frame. */
function takeBeacon(request: IncomingMessage, rules: DoorRules, streams: Streams, say: (status: number) => void): void {
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
    const frame = body.subarray(80)
    if (!isToken(body.toString('latin1', 0, 64)) || !isStreamId(id)) return say(403)
    if (!isFrame(frame)) return say(400)
    streams.get(id).write(frame.readUInt32BE(), frame.subarray(4), () => say(204))
  })
}
