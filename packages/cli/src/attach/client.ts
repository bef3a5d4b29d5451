import { createConnection } from 'node:net'
import { CONTROL_PATH, CONTROL_PROTOCOL, CONTROL_VERSION, LIVE_PATH, readFrame, readMessage, writeMessage } from '@spoor/shared'
import type { ClientFunctions, Hello, HelloQuestion, HubFunctions, LinesFrame } from '@spoor/shared'
import { createBirpc } from 'birpc'
import type { BirpcReturn } from 'birpc'
import { WebSocket } from 'ws'

/** Where a hub listens, and by what it knows us. */
export interface Target {
  /** Path of a socket, name of a pipe, `127.0.0.1:4711`, or the address of a dev server: `http://localhost:5173/`. */
  address: string
  token: string
}

/** What comes from a hub. */
export interface Listener extends ClientFunctions {
  lines(frame: LinesFrame): void
  /** The connection is over. */
  closed(): void
}

/** A line to a hub. */
export interface Attached {
  hello: Hello
  hub: BirpcReturn<HubFunctions, ClientFunctions>
  close(): void
}

/**
 * Why there is no line. `nobody`: nothing listens there. `refused`: somebody does, and does not let us in. `version`: another version of
 * Spoor. `stranger`: what listens there is no dev server with Spoor. `certificate`: who it is cannot be told by its certificate.
 */
export type AttachCode = 'nobody' | 'refused' | 'version' | 'stranger' | 'certificate'

export class AttachError extends Error {
  override name = 'AttachError'
  readonly code: AttachCode

  constructor(code: AttachCode, message: string) {
    super(message)
    this.code = code
  }
}

const PATIENCE = 10_000
const MOST_MESSAGE = 2 ** 26

/** @throws {AttachError} (rejects) */
export async function attachTo(target: Target, kind: HelloQuestion['kind'], listener: Partial<Listener> = {}): Promise<Attached> {
  const socket = socketTo(target)
  const hub = rpcOver(socket, listener)
  socket.on('close', () => {
    hub.$close()
    listener.closed?.()
  })
  await opened(socket, target.address)
  try {
    return { hello: await hub.hello({ version: CONTROL_VERSION, kind }), hub, close: () => socket.terminate() }
  } catch (error) {
    socket.terminate()
    throw new AttachError('version', (error as Error).message)
  }
}

function socketTo({ address, token }: Target): WebSocket {
  const options = { maxPayload: MOST_MESSAGE, perMessageDeflate: false, handshakeTimeout: PATIENCE }
  const protocols = [CONTROL_PROTOCOL, token]
  if (/^https?:/.test(address)) {
    const { href, origin } = new URL(CONTROL_PATH, address)
    return new WebSocket(href.replace(/^http/, 'ws'), protocols, { ...options, origin })
  }
  const [host, port] = /^(127\.0\.0\.1|\[::1\]):(\d+)$/.exec(address)?.slice(1) ?? []
  if (host) return new WebSocket(`ws://${host}:${port}/${CONTROL_PATH}`, protocols, options)
  return new WebSocket(`ws://localhost/${CONTROL_PATH}`, protocols, { ...options, createConnection: () => createConnection(address) })
}

const opened = (socket: WebSocket, address: string): Promise<void> =>
  new Promise((done, failed) => {
    socket.on('open', done)
    socket.on('unexpected-response', (request, response) => {
      let text = ''
      response.on('data', (piece: Buffer) => (text = (text + piece.toString()).slice(0, 200)))
      response.on('end', () => failed(refusedBy(address, response.statusCode, text)))
      request.on('error', () => {})
    })
    socket.on('error', (error) => failed(new AttachError('nobody', `${address}: ${error.message || 'nobody listens'}`)))
  })

const refusedBy = (address: string, status: number | undefined, text: string): AttachError =>
  status === 403
    ? new AttachError('refused', `${address} refuses: ${text || 'no reason given'}`)
    : new AttachError('stranger', `${address} answers ${status}, and is no dev server with Spoor`)

function rpcOver(socket: WebSocket, listener: Partial<Listener>): Attached['hub'] {
  const heard: ClientFunctions = {
    programs: (list) => listener.programs?.(list),
    note: (text) => listener.note?.(text),
    missed: (program, lines) => listener.missed?.(program, lines),
    cleared: () => listener.cleared?.(),
  }
  return createBirpc<HubFunctions, ClientFunctions>(heard, {
    post: (text: string) => {
      if (socket.readyState === socket.OPEN) socket.send(text)
    },
    on: (hear) =>
      socket.on('message', (data, isBinary) => {
        if (isBinary) return takeFrame(data as Buffer, listener)
        const message = readMessage((data as Buffer).toString())
        if (message) hear(message)
      }),
    serialize: writeMessage,
    resolver: (name, found) => (Object.hasOwn(heard, name) ? found : undefined),
    timeout: PATIENCE,
  })
}

function takeFrame(data: Buffer, listener: Partial<Listener>): void {
  const frame = readFrame(data)
  if (frame) listener.lines?.(frame)
}

/**
 * Where the hub of a dev server listens.
 * @param url as Vite prints it, `http://localhost:5173/`, with its base, or that of the page below it
 * @throws {AttachError} (rejects)
 */
export async function devServerAt(url: string): Promise<Target> {
  const address = new URL(url.replace(/__spoor\/.*$/, '').replace(/([^/])$/, '$1/')).href
  let answer: Response
  try {
    answer = await fetch(new URL(LIVE_PATH, address), { headers: { 'x-spoor': '1' }, signal: AbortSignal.timeout(PATIENCE) })
  } catch (error) {
    const { code = '' } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException
    if (/CERT|SIGNATURE|TLS/.test(code)) throw new AttachError('certificate', `the certificate of ${address} is not trusted here: ${code}`)
    throw new AttachError('nobody', `nothing listens at ${address}`)
  }
  if (answer.status === 403) throw new AttachError('refused', `${address} refuses: it does not know this host`)
  const token = answer.ok ? await tokenIn(answer) : undefined
  if (token === undefined) throw new AttachError('stranger', `what listens at ${address} is no dev server with Spoor`)
  return { address, token }
}

async function tokenIn(answer: Response): Promise<string | undefined> {
  try {
    const { token } = (await answer.json()) as { token?: unknown }
    return typeof token === 'string' ? token : undefined
  } catch {
    return undefined
  }
}
