import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CONSOLE_MODULE, LIVE_MODULE, LIVE_PATH, PROBES_MODULE } from '@spoor/shared'
import type { DoorRules, Frames } from '@spoor/viewer/node'
import type { Plugin, ResolvedConfig, ViteDevServer } from 'vite'
import type { LiveOptions } from './web-live.ts'
import { TOKEN } from './live-door.ts'
import { isRecording, optionsIn } from './record-names.ts'
import { ownCopy, ownVersion } from './own.ts'
import type { Session } from './session.ts'
import type { DoorOptions } from './viewer-doors.ts'
import { offBy, offHandler } from './viewer-off.ts'
import { projectIn, VIEWER_PATH } from './viewer-words.ts'

const RESOLVED = `\0${LIVE_MODULE}`

/** What Vite DevTools asks plugins for, as far as it is used here. */
interface DevToolsPlugin {
  devtools: { setup(context: { docks: { register(dock: Record<'id' | 'title' | 'icon' | 'type' | 'url', string>): unknown } }): void }
}

/** A track: dots of a path. */
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#808080"><circle cx="3" cy="13" r="2"/><circle cx="6" cy="8" r="2"/><circle cx="11" cy="7" r="2"/><circle cx="13" cy="3" r="2"/></svg>',
)}`

/** What instrumented code of a page imports on a dev server: its probes, and what connects the page with that server. */
export function livePlugin(session: Session): Plugin & DevToolsPlugin {
  let base = '/'
  let isServed = false
  let frames: Frames = 'none'
  let isWatched = false
  const printing = (): string => (session.plan?.prints ? CONSOLE_MODULE : PROBES_MODULE)
  return {
    name: 'spoor:live',
    apply: 'serve',
    enforce: 'pre',
    configResolved(config) {
      base = config.base.startsWith('/') ? config.base : '/'
    },
    async configureServer(server) {
      const by = offBy(session.options, session.plan)
      if (by && isWatchable(server.config)) server.middlewares.use(offHandler(by, base, () => rulesOf(server)))
      if (!session.plan?.live) return
      await serveLive(server, session, {
        base,
        frames: () => frames,
        onWatch(isOn) {
          isWatched = isOn
          forget(server, RESOLVED)
        },
      })
      isServed = true
    },
    // Vite DevTools asks for this, where it is there, and shows the page in a frame of its own.
    devtools: {
      setup({ docks }) {
        if (!session.plan?.live) return
        frames = 'self'
        docks.register({ id: 'spoor', title: 'Spoor', icon: ICON, type: 'iframe', url: base + VIEWER_PATH })
      },
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
        return [probes, `import { startLive } from ${client}`, `startLive(${JSON.stringify(liveOptions(session, base, isWatched))})`].join(
          '\n',
        )
      },
    },
  }
}

/** Neither Vitest's server nor one that hands out what goes into production has the page. */
const isWatchable = ({ isProduction, plugins }: ResolvedConfig): boolean =>
  !isProduction && !process.env['VITEST'] && !plugins.some(({ name }) => name === 'vitest')

/** A page that is loaded from now on gets it anew; those that are open keep what they have. */
function forget({ environments: { client } }: ViteDevServer, id: string): void {
  const module = client?.moduleGraph.getModuleById(id)
  if (module) client.moduleGraph.invalidateModule(module)
}

function liveOptions({ options: { requests }, plan }: Session, base: string, isWatched: boolean): LiveOptions {
  const { limits } = optionsIn(process.env)
  const record = plan?.record !== undefined
  return {
    path: base + LIVE_PATH,
    token: TOKEN,
    ...projectIn(plan),
    requests,
    record,
    isWatched,
    version: ownVersion(),
    ...(limits && { limits }),
  }
}

/** Loaded only here: others need no WebSockets. */
async function serveLive(server: ViteDevServer, session: Session, options: Omit<DoorOptions, 'rules'>): Promise<void> {
  const { config, httpServer, middlewares } = server
  const [{ openDoors }, { record: recordTo }] = await Promise.all([import('./viewer-doors.ts'), import('./record.ts')])
  const doors = openDoors(session, { ...options, rules: rulesOf(server) })
  // Part of another server, it may be told of that one for its own WebSockets; if not, the first request tells.
  const { hmr } = config.server
  const listening = httpServer ?? (typeof hmr === 'object' ? hmr.server : undefined)
  if (listening) doors.attach(listening)
  middlewares.use(doors.handle)
  const folder = session.plan?.record
  // Under `spoor run` it is recorded already.
  const stop =
    folder === undefined || isRecording()
      ? () => {}
      : recordTo({ ...optionsIn(process.env), folder: resolve(folder), requests: session.options.requests })
  onClose(server, () => {
    stop()
    void doors.close()
  })
}

/** One that is part of another server has none of its own that would close. */
function onClose(server: ViteDevServer, end: () => void): void {
  if (server.httpServer) return void server.httpServer.on('close', end)
  const close = server.close.bind(server)
  server.close = () => {
    end()
    return close()
  }
}

function rulesOf({ config: { server } }: ViteDevServer): DoorRules {
  const { allowedHosts, host } = server
  return { hosts: allowedHosts === true ? true : [...allowedHosts, ...(typeof host === 'string' ? [host] : [])] }
}
