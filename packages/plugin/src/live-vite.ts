import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CONSOLE_MODULE, LIVE_MODULE, PROBES_MODULE } from '@spoor/shared'
import type { Plugin, ViteDevServer } from 'vite'
import type { LiveOptions } from './web-live.ts'
import { TOKEN } from './live-door.ts'
import { say } from './messages.ts'
import { isRecording, optionsIn } from './record-names.ts'
import { ownCopy, ownVersion } from './own.ts'
import type { Session } from './session.ts'

const RESOLVED = `\0${LIVE_MODULE}`

/** Below the base of the dev server. */
const PATH = '__spoor/live'

/** What instrumented code of a page imports where a recording is asked for: its probes, and what sends to the dev server what they see. */
export function livePlugin(session: Session): Plugin {
  let base = '/'
  const printing = (): string => (session.plan?.prints ? CONSOLE_MODULE : PROBES_MODULE)
  return {
    name: 'spoor:live',
    apply: 'serve',
    enforce: 'pre',
    configResolved(config) {
      base = config.base.startsWith('/') ? config.base : '/'
    },
    configureServer: (server) => (session.plan?.record === undefined ? undefined : serveLive(server, session, base + PATH)),
    resolveId: {
      filter: { id: new RegExp(`^${LIVE_MODULE}$`) },
      async handler(id, importer, options) {
        if (id !== LIVE_MODULE || !session.plan) return null
        if (this.environment.config.consumer === 'client') return RESOLVED
        // On the server Node records what happens.
        return (await this.resolve(printing(), importer, { ...options, skipSelf: true })) ?? ownCopy(printing())
      },
    },
    load: {
      filter: { id: new RegExp(`^\0${LIVE_MODULE}$`) },
      handler(id) {
        if (id !== RESOLVED) return null
        const { requests } = session.options
        const { limits } = optionsIn(process.env)
        const options: LiveOptions = { path: base + PATH, token: TOKEN, requests, version: ownVersion(), ...(limits && { limits }) }
        const client = JSON.stringify(fileURLToPath(new URL('web-live.js', import.meta.url)).replaceAll('\\', '/'))
        return [
          `export * from ${JSON.stringify(printing())}`,
          `import { startLive } from ${client}`,
          `startLive(${JSON.stringify(options)})`,
        ].join('\n')
      },
    },
  }
}

/** Loaded only here: others need no WebSockets. */
async function serveLive(server: ViteDevServer, { options, plan }: Session, path: string): Promise<void> {
  const { config, httpServer, middlewares } = server
  // Part of another server, it has none to listen on.
  if (!httpServer) return config.logger.warn(say('no-server', {}))
  const [{ openLive }, { record }] = await Promise.all([import('./live-server.ts'), import('./record.ts')])
  const folder = resolve(plan?.record ?? '')
  const { allowedHosts, host } = config.server
  const hosts = allowedHosts === true ? true : [...allowedHosts, ...(typeof host === 'string' ? [host] : [])]
  const live = openLive(httpServer, folder, path, { hosts })
  // Under `spoor run` it is recorded already.
  const stop = isRecording() ? () => {} : record({ ...optionsIn(process.env), folder, requests: options.requests })
  middlewares.use((request, response, next) => {
    if (request.url?.split('?')[0] === path) live.handle(request, response)
    else next()
  })
  httpServer.on('close', () => {
    stop()
    void live.close()
  })
}
