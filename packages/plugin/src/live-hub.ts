import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { CONTROL_PATH } from '@spoor/shared'
import { isLocalBind } from '@spoor/viewer/node'
import { announceServer } from './control-announce.ts'
import { openHub } from './control-door.ts'
import { Hub } from './control-hub.ts'
import { joinThread } from './control-local.ts'
import { Neighbours } from './control-neighbours.ts'
import type { DoorRules } from './live-door.ts'
import { optionsIn } from './record-names.ts'
import { ownVersion } from './own.ts'
import type { Session } from './session.ts'
import type { Entrance } from './viewer-entrance.ts'

export interface OpenHub {
  hub: Hub
  /** The root of the process of the same project that told of a function in this file. */
  rootOf(file: string): string | undefined
  close(): void
}

/** The hub of a dev server: its pages, its own process, and other processes of the same project. */
export function openHubOf(server: Entrance, session: Session, base: string, rules: DoorRules, onWatch: (isOn: boolean) => void): OpenHub {
  const { options, plan } = session
  const root = plan?.root ?? process.cwd()
  const neighbours = new Neighbours(root)
  const hub: Hub = new Hub({
    root,
    version: ownVersion(),
    whyNot: () => (options.control === 'remote' || isLocalServer(server) ? undefined : REMOTE),
    why: (kind) => (kind === 'processes' || !session.seen || session.traced ? undefined : 'no-match'),
    onWatch,
    onClients: (some) => (some ? neighbours.seek(hub) : neighbours.rest()),
  })
  session.onSilence = () => hub.refresh()
  const door = openHub(hub, base + CONTROL_PATH, rules)
  const { limits } = optionsIn(process.env)
  const leave = joinThread(hub, { kind: 'server', requests: options.requests, ...(limits && { limits }) })
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => door.upgrade(request, socket, head)
  server.on('upgrade', upgrade)
  const hide = announceServer(hub, server, { base, root })
  return {
    hub,
    rootOf: (file) => neighbours.rootOf(file),
    close() {
      hide()
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
function isLocalServer(server: Entrance): boolean {
  const bind = server.address()
  return bind === null || isLocalBind(bind)
}
