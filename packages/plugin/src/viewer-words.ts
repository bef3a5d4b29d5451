import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { ownVersion } from './own.ts'
import { optionsIn } from './record-names.ts'
import type { Session } from './session.ts'
import type { Listening } from './viewer-entrance.ts'
import type { LiveOptions } from './web-live.ts'

/** Below the base of a server. */
export const VIEWER_PATH = '__spoor/'

/** What a page is told of the server. The token it asks for: this may be kept somewhere. */
export function clientOptions({ options: { requests }, plan }: Session, path: string, isWatched: boolean = false): LiveOptions {
  const { limits } = optionsIn(process.env)
  return {
    path,
    token: '',
    ...projectIn(plan),
    requests,
    record: plan?.record !== undefined,
    isWatched,
    version: ownVersion(),
    ...(limits && { limits }),
  }
}

/** It says nothing of the folder. */
export const projectId = (root: string): string => createHash('sha256').update(resolve(root)).digest('hex').slice(0, 16)

/** So that a page does not take another project's server for its own. */
export const projectIn = (plan: Session['plan']): Pick<LiveOptions, 'project'> => (plan ? { project: projectId(plan.root) } : {})

/** Where a server that listens there shows the page, as a person would open it. */
export function addressOf(server: Listening, base: string): string | undefined {
  const origin = originOf(server)
  return origin && origin + base + VIEWER_PATH
}

/** `http://localhost:5173`, as a person of this machine would open it; `undefined`: it listens to no port. */
export function originOf(server: Listening): string | undefined {
  const bind = server.address?.()
  if (!bind || typeof bind === 'string') return undefined
  const { address, port } = bind
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : address.includes(':') ? `[${address}]` : address
  // What servers with certificates have, of whatever version of HTTP.
  return `http${'setSecureContext' in server ? 's' : ''}://${host}:${port}`
}

/** `spoor: calls as they happen: http://localhost:5173/__spoor/` */
export const viewerLine = (url: string): string => `spoor: calls as they happen: ${url}`
