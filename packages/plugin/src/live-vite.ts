import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CONSOLE_MODULE, CONTROL_PATH, LIVE_MODULE, LIVE_PATH, PROBES_MODULE } from '@spoor/shared'
import type { Plugin, ViteDevServer } from 'vite'
import type { LiveOptions } from './web-live.ts'
import { TOKEN } from './live-door.ts'
import type { DoorRules } from './live-door.ts'
import { say } from './messages.ts'
import { isRecording, optionsIn } from './record-names.ts'
import { ownCopy, ownVersion } from './own.ts'
import type { Session } from './session.ts'

const RESOLVED = `\0${LIVE_MODULE}`

/** What instrumented code of a page imports on a dev server: its probes, and what connects the page with that server. */
export function livePlugin(session: Session): Plugin {
  let base = '/'
  let isServed = false
  const printing = (): string => (session.plan?.prints ? CONSOLE_MODULE : PROBES_MODULE)
  return {
    name: 'spoor:live',
    apply: 'serve',
    enforce: 'pre',
    configResolved(config) {
      base = config.base.startsWith('/') ? config.base : '/'
    },
    async configureServer(server) {
      if (session.plan?.live) isServed = await serveLive(server, session, base)
    },
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
        const probes = `export * from ${JSON.stringify(printing())}`
        if (!isServed) return probes
        const client = JSON.stringify(fileURLToPath(new URL('web-live.js', import.meta.url)).replaceAll('\\', '/'))
        return [probes, `import { startLive } from ${client}`, `startLive(${JSON.stringify(liveOptions(session, base))})`].join('\n')
      },
    },
  }
}

function liveOptions({ options: { requests }, plan }: Session, base: string): LiveOptions {
  const { limits } = optionsIn(process.env)
  const record = plan?.record !== undefined
  return { path: base + LIVE_PATH, token: TOKEN, requests, record, version: ownVersion(), ...(limits && { limits }) }
}

/** Loaded only here: others need no WebSockets. @returns whether pages can connect */
async function serveLive(server: ViteDevServer, session: Session, base: string): Promise<boolean> {
  const { config, httpServer, middlewares } = server
  const record = session.plan?.record
  if (!httpServer) {
    // Part of another server, it has none to listen on.
    if (record !== undefined) config.logger.warn(say('no-server', {}))
    return false
  }
  const [{ openLive }, { openHubOf }, { record: recordTo }] = await Promise.all([
    import('./live-server.ts'),
    import('./live-hub.ts'),
    import('./record.ts'),
  ])
  const folder = record === undefined ? undefined : resolve(record)
  const rules = rulesOf(server)
  const path = base + LIVE_PATH
  // Under `spoor run` it is recorded already.
  const stop =
    folder === undefined || isRecording() ? () => {} : recordTo({ ...optionsIn(process.env), folder, requests: session.options.requests })
  const control = session.options.control ? openHubOf(httpServer, session, base + CONTROL_PATH, rules) : undefined
  const live = openLive(httpServer, folder, path, rules, control?.hub)
  middlewares.use((request, response, next) => {
    if (request.url?.split('?')[0] === path) live.handle(request, response)
    else next()
  })
  httpServer.on('close', () => {
    stop()
    control?.close()
    void live.close()
  })
  return true
}

function rulesOf({ config: { server } }: ViteDevServer): DoorRules {
  const { allowedHosts, host } = server
  return { hosts: allowedHosts === true ? true : [...allowedHosts, ...(typeof host === 'string' ? [host] : [])] }
}
