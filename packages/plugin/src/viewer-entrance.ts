import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { isLocalBind } from '@spoor/viewer/node'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** An HTTP server of whatever version and kind. */
export interface Listening {
  on(event: 'upgrade', listener: Upgrade): unknown
  on(event: 'listening' | 'close', listener: () => void): unknown
  off(event: 'upgrade', listener: Upgrade): unknown
  address?(): AddressInfo | string | null
}

/**
 * Stands for the servers that requests come from, which whoever only gets requests does not know beforehand: each is known as soon as one
 * request has come from it.
 */
export class Entrance {
  readonly #servers = new Set<Listening>()
  readonly #listeners = new Set<Upgrade>()
  #heard: ((server: Listening) => void) | undefined

  on(_: 'upgrade', listener: Upgrade): void {
    this.#listeners.add(listener)
    for (const server of this.#servers) server.on('upgrade', listener)
  }

  off(_: 'upgrade', listener: Upgrade): void {
    this.#listeners.delete(listener)
    for (const server of this.#servers) server.off('upgrade', listener)
  }

  attach(server: Listening): void {
    if (this.#servers.has(server)) return
    this.#servers.add(server)
    for (const listener of this.#listeners) server.on('upgrade', listener)
    this.#hear(server)
  }

  /** Called for each server that listens, as soon as that is known. */
  onListening(heard: (server: Listening) => void): void {
    this.#heard = heard
    for (const server of this.#servers) this.#hear(server)
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
    const all = [...this.#servers].map((server) => server.address?.() ?? null)
    return all.find((one) => one !== null && !isLocalBind(one)) ?? all.find((one) => one !== null) ?? null
  }
}
