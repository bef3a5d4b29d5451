import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CONTROL_PROTOCOL, readMessage } from '@spoor/shared'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { Hub } from './control-hub.ts'
import { isToken, refusal } from './live-door.ts'
import type { DoorRules } from './live-door.ts'

const MOST_MESSAGE = 64 * 2 ** 10
const MOST_CLIENTS = 16

/** Looks in a row, and not time: to a program that is busy for long, all seem to take nothing. */
const MOST_LOOKS = 20

/** Messages that somebody may send in a second. */
const MOST_MESSAGES = 100

/** Where those come in who watch and steer. */
export interface HubDoor {
  /** Takes an upgrade that is for it. @returns whether it was */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /**
   * To be called again and again: parts with those who have taken nothing of what was sent to them at twenty looks in a row, as what is being
   * written keeps a process alive.
   * @param isEnding whether one such look is enough; asked only where there was one
   */
  dropStalled(isEnding: () => boolean): void
  close(): void
}

/**
 * @param path where they come in: `/__spoor/control`
 */
export function openHub(hub: Hub, path: string, rules: DoorRules): HubDoor {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: () => CONTROL_PROTOCOL,
  })
  return {
    upgrade(request, socket, head) {
      if (pathOf(request) !== path) return false
      const reason =
        refusal(request, rules, !rules.private) ??
        refusalOfToken(request) ??
        (sockets.clients.size < MOST_CLIENTS ? undefined : 'too many clients')
      if (reason) refuse(socket, reason)
      else sockets.handleUpgrade(request, socket, head, (client) => serve(client, hub))
      return true
    },
    dropStalled(isEnding) {
      for (const client of sockets.clients) {
        const looks = stalled(client)
        if (looks > 0 && (looks >= MOST_LOOKS || isEnding())) client.terminate()
      }
    },
    close() {
      for (const client of sockets.clients) client.terminate()
    },
  }
}

/** How much waits for a client, and at how many looks in a row it was as much. */
const waiting = new WeakMap<WebSocket, { bytes: number; looks: number }>()

/** @returns at how many looks, up to this one, nothing of what waits was taken */
function stalled(client: WebSocket): number {
  const { bufferedAmount: bytes } = client
  const before = waiting.get(client)
  const looks = before?.bytes === bytes ? before.looks + 1 : 0
  waiting.set(client, { bytes, looks })
  return bytes > 0 ? looks : 0
}

export const pathOf = ({ url }: Pick<IncomingMessage, 'url'>): string | undefined => url?.split('?')[0]

/** It comes as the second subprotocol: pages can send no header of their own with a WebSocket, and an address ends up in logs. */
export function refusalOfToken({ headers }: IncomingMessage): string | undefined {
  const [protocol, token] = (headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim())
  return protocol === CONTROL_PROTOCOL && isToken(token) ? undefined : 'no token'
}

export function refuse(socket: Duplex, reason: string): void {
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${reason.length}\r\n\r\n${reason}`)
}

/** Counts messages by the second. @returns whether there is room for one more */
export function messageRate(most: number = MOST_MESSAGES): () => boolean {
  let second = 0
  let count = 0
  return () => {
    const now = Math.floor(performance.now() / 1000)
    if (now !== second) count = 0
    second = now
    return ++count <= most
  }
}

function serve(socket: WebSocket, hub: Hub): void {
  const client = hub.open(socket)
  const admits = messageRate()
  socket.on('error', () => socket.terminate())
  socket.on('close', () => client.close())
  socket.on('message', (data, isBinary) => {
    const message = !isBinary && admits() ? readMessage((data as Buffer).toString()) : undefined
    if (message) client.take(message)
    else socket.close(1008)
  })
}
