import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { isLocalBind } from '@spoor/viewer/node'
import { openHub } from './control-door.ts'
import { Hub } from './control-hub.ts'
import { joinThread } from './control-local.ts'
import { Neighbours } from './control-neighbours.ts'
import type { DoorRules } from './live-door.ts'
import type { Upgradable } from './live-server.ts'
import { optionsIn } from './record-names.ts'
import { ownVersion } from './own.ts'
import type { Session } from './session.ts'

type Server = Upgradable & { address(): AddressInfo | string | null }

export interface OpenHub {
  hub: Hub
  /** The root of the process of the same project that told of a function in this file. */
  rootOf(file: string): string | undefined
  close(): void
}

/** The hub of a dev server: its pages, its own process, and other processes of the same project. */
export function openHubOf(server: Server, session: Session, path: string, rules: DoorRules): OpenHub {
  const { options, plan } = session
  const root = plan?.root ?? process.cwd()
  const neighbours = new Neighbours(root)
  const hub: Hub = new Hub({
    root,
    version: ownVersion(),
    whyNot: () => (options.control === 'remote' || isLocalServer(server) ? undefined : REMOTE),
    why: (kind) => (kind === 'processes' || !session.seen || session.traced ? undefined : 'no-match'),
    onClients: (some) => (some ? neighbours.seek(hub) : neighbours.rest()),
  })
  const door = openHub(hub, path, rules)
  const { limits } = optionsIn(process.env)
  const leave = joinThread(hub, { kind: 'server', requests: options.requests, ...(limits && { limits }) })
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => void door.upgrade(request, socket, head)
  server.on('upgrade', upgrade)
  return {
    hub,
    rootOf: (file) => neighbours.rootOf(file),
    close() {
      server.off('upgrade', upgrade)
      leave()
      neighbours.close()
      hub.close()
      door.close()
    },
  }
}

const REMOTE =
  'this dev server listens to other machines, and so nobody may steer; let it listen to this one alone, or set the option `control` to "remote"'

/** One that listens nowhere, or not yet, is reached by nobody. */
function isLocalServer(server: Server): boolean {
  const bind = server.address()
  return bind === null || isLocalBind(bind)
}
