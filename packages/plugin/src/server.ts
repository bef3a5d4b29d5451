import type { IncomingMessage, ServerResponse } from 'node:http'
import { LIVE_PATH } from '@spoor/shared'
import { resolveOptions } from './options.ts'
import type { SpoorOptions } from './options.ts'
import { planBuild } from './plan.ts'
import { tellOfMiddleware } from './server-here.ts'
import { newSession } from './session.ts'
import { openDoors } from './viewer-doors.ts'
import type { Listening } from './viewer-entrance.ts'
import { addressOf, clientOptions, VIEWER_PATH, viewerLine } from './viewer-words.ts'

/** What {@link spoorMiddleware} takes. All of it is optional. */
export interface ServerOptions extends Pick<SpoorOptions, 'include' | 'exclude' | 'enabled' | 'root' | 'requests' | 'control'> {
  /**
   * Path of the page, with a slash at both ends.
   * @default '/__spoor/'
   */
  path?: `/${string}__spoor/`
  /**
   * Names by which the server may be asked, besides `localhost` and addresses; `true`: any, which lets any site in that points its name
   * to this machine.
   * @default []
   */
  hosts?: true | readonly string[]
}

/** A middleware of the connect kind. */
export interface SpoorMiddleware {
  (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void
  /**
   * Tells it of the server that it is part of, so that pages which are open find it again when it is started anew, and the terminal says
   * where the page is.
   */
  attach(server: Listening): void
  /** Settles when all is written. */
  close(): Promise<void>
}

/**
 * Spoor's page for any server that takes connect's middlewares, such as Express.
 *
 * Pages send what happens in them where their HTML has `<script type="module" src="/__spoor/client.js"></script>` before their own
 * scripts; what webpack and Rspack build in the same process has that already. Where nothing is traced (`SPOOR=0`, and in production unless `SPOOR` or `enabled` says otherwise) all requests pass.
 * @example
 * ```js
 * import express from 'express'
 * import { spoorMiddleware } from 'spoor/server'
 *
 * const spoor = spoorMiddleware()
 * const app = express().use(spoor)
 * spoor.attach(app.listen(3000))
 * ```
 * @throws {OptionsError} where an option cannot be used
 */
export function spoorMiddleware({ hosts = [], path = '/__spoor/', ...options }: ServerOptions = {}): SpoorMiddleware {
  const resolved = resolveOptions(options)
  const production = process.env['NODE_ENV'] === 'production'
  const plan = planBuild(resolved, { root: process.cwd(), ambiguousAs: 'module', production, vitest: false, live: true })
  const session = plan && newSession(resolved, plan)
  const base = path.slice(0, -VIEWER_PATH.length)
  const doors = session && openDoors(session, { base, rules: { hosts } })
  if (session) tellOfMiddleware(clientOptions(session, base + LIVE_PATH))
  const handle = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void =>
    doors ? doors.handle(request, response, next) : next()
  return Object.assign(handle, {
    attach: (server: Listening) => {
      doors?.attach(server)
      if (doors && process.stdout.isTTY) announce(server, base)
    },
    close: async () => doors?.close(),
  })
}

function announce(server: Listening & { once?(event: 'listening', listener: () => void): unknown }, base: string): void {
  const say = (): void => {
    const url = addressOf(server, base)
    if (url) console.log(viewerLine(url))
  }
  if (server.address?.()) say()
  else server.once?.('listening', say)
}
