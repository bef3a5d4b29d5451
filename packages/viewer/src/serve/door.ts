import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Who may come in. */
export interface DoorRules {
  /** Hosts besides this machine's own names and addresses; `true`: any. */
  hosts: true | readonly string[]
  /** Nothing that a browser sends is let in: pages have no business here. */
  private?: true
}

/** 32 random bytes, the same as long as this process lives: a dev server that begins anew within it still knows its pages. */
export const TOKEN: string = randomBytes(32).toString('hex')

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const expected = digest(TOKEN)

/** In a time that does not depend on where they differ. */
export const isToken = (text: unknown): boolean => timingSafeEqual(digest(typeof text === 'string' ? text : ''), expected) && text === TOKEN

/** Why a request is refused; `undefined`: it comes from one of our pages, by its headers. */
export function refusal({ headers, socket }: IncomingMessage, rules: DoorRules, needsOrigin: boolean): string | undefined {
  const { origin } = headers
  // Over HTTP/2 it has this name, which no header of HTTP/1 can have.
  const host = (headers[':authority'] as string | undefined) ?? headers.host
  if (!host || !isKnownHost(host, rules)) return 'unknown host'
  if (rules.private && (origin !== undefined || headers['sec-fetch-site'] !== undefined)) return 'a page'
  if (origin === undefined) return needsOrigin ? 'no origin' : undefined
  return hostOf(origin, isEncrypted(socket)) === host.toLowerCase() ? undefined : 'foreign origin'
}

/** Why what a page asks for is refused: as {@link refusal}, and no other site may ask for anything but the page itself, in a tab. */
export function refusalOfRead(request: IncomingMessage, rules: DoorRules): string | undefined {
  const { headers } = request
  const site = headers['sec-fetch-site']
  const isVisit = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none'
  return refusal(request, rules, false) ?? (isForeign && !isVisit ? 'foreign site' : undefined)
}

// An address cannot be made to point elsewhere by somebody else's DNS; a name can.
const LOCAL = /^(?:localhost|[\w.-]+\.localhost|\d+(?:\.\d+){3}|\[[\da-f:.]+\])$/i

function isKnownHost(host: string, { hosts }: DoorRules): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host)?.[1]
  if (!name) return false
  if (hosts === true || LOCAL.test(name)) return true
  return hosts.some((known) => (known.startsWith('.') ? `.${name}`.endsWith(known) : known === name))
}

const isEncrypted = (socket: object | undefined): boolean => socket !== undefined && 'encrypted' in socket

/** Of a page; ports that go without saying do not tell `http` from `https`, and before a server without encryption may stand one with. */
function hostOf(origin: string, isEncrypted: boolean): string | undefined {
  try {
    const { host, protocol } = new URL(origin)
    return protocol === 'https:' || (protocol === 'http:' && !isEncrypted) ? host : undefined
  } catch {
    return undefined
  }
}

/** What a server says of where it listens. */
export type Bind = AddressInfo | string | null | undefined

/** Whether nobody but this machine can reach a server that listens there; a path is a socket of this machine. */
export function isLocalBind(bind: Bind): boolean {
  if (typeof bind === 'string') return true
  return bind ? /^(?:127(?:\.\d+){3}|::1|::ffff:127(?:\.\d+){3})$/.test(bind.address) : false
}
