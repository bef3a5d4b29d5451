import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { isLocalBind } from '@spoor/viewer/node'

/** @returns `true` where it was for it */
type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown

/** An HTTP server of whatever version and kind. */
export interface Listening {
  on(event: 'upgrade', listener: Upgrade): unknown
  on(event: 'listening' | 'close', listener: () => void): unknown
  off(event: 'upgrade', listener: Upgrade): unknown
  listenerCount?(event: 'upgrade'): number
  emit?(event: 'connection' | 'secureConnection', socket: Duplex): unknown
  address?(): AddressInfo | string | null
}

/**
 * Stands for the servers that requests come from, which whoever only gets requests does not know beforehand: each is known as soon as one
 * request has come from it.
 */
export class Entrance {
  /** With what stands there for all listeners. */
  readonly #servers = new Map<Listening, Upgrade>()
  readonly #listeners = new Set<Upgrade>()
  #heard: ((server: Listening) => void) | undefined

  on(_: 'upgrade', listener: Upgrade): void {
    if (this.#listeners.size === 0) for (const [server, upgrade] of this.#servers) server.on('upgrade', upgrade)
    this.#listeners.add(listener)
  }

  off(_: 'upgrade', listener: Upgrade): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size === 0) for (const [server, upgrade] of this.#servers) server.off('upgrade', upgrade)
  }

  attach(server: Listening): void {
    if (this.#servers.has(server)) return
    const upgrade: Upgrade = (request, socket, head) => {
      const taken = [...this.#listeners].filter((listener) => listener(request, socket, head) === true)
      if (taken.length === 0 && server.listenerCount?.('upgrade') === 1) passOn(server, request, socket, head)
    }
    this.#servers.set(server, upgrade)
    if (this.#listeners.size) server.on('upgrade', upgrade)
    this.#hear(server)
  }

  /** Called for each server that listens, as soon as that is known. */
  onListening(heard: (server: Listening) => void): void {
    this.#heard = heard
    for (const server of this.#servers.keys()) this.#hear(server)
  }

  #hear(server: Listening): void {
    if (server.address?.()) this.#heard?.(server)
    // It may be closed, and listen again.
    server.on('listening', () => this.#heard?.(server))
  }

  attachTo({ socket }: IncomingMessage): void {
    const { server } = socket as { server?: Listening }
    if (typeof server?.on === 'function') this.attach(server)
  }

  /** Where they listen: the address that most can reach. */
  address(): AddressInfo | string | null {
    const all = [...this.#servers.keys()].map((server) => server.address?.() ?? null)
    return all.find((one) => one !== null && !isLocalBind(one)) ?? all.find((one) => one !== null) ?? null
  }
}

/**
 * A request that may go on in another protocol is one like any other for a server that nobody upgrades; because somebody listens, Node has
 * taken it out of the order of requests. It comes back without its wish: `curl --http2` and others ask each server for that.
 */
function passOn(server: Listening, { headers, httpVersion, method, rawHeaders, url }: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`]
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (!/^(?:upgrade|connection)$/i.test(rawHeaders[i]!)) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  }
  const connection = (headers.connection ?? '').split(',').filter((word) => !/^\s*(?:upgrade|http2-settings)\s*$/i.test(word))
  if (connection.length) lines.push(`connection: ${connection.join(',')}`)
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit?.('encrypted' in socket ? 'secureConnection' : 'connection', socket)
}
