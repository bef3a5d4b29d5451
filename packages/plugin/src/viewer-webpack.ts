import { fileURLToPath } from 'node:url'
import { LIVE_PATH } from '@spoor/shared'
import type { Handler } from '@spoor/viewer/node'
import { say } from './messages.ts'
import { middlewareHere } from './server-here.ts'
import type { Session } from './session.ts'
import type { Doors } from './viewer-doors.ts'
import type { Listening } from './viewer-entrance.ts'
import { offHandler } from './viewer-off.ts'
import type { Off } from './viewer-off.ts'
import { addressOf, clientOptions, viewerLine } from './viewer-words.ts'
import type { LiveOptions } from './web-live.ts'

/** What webpack's and Rspack's compilers have in common, as far as it is used here. */
export interface ServedCompiler {
  context: string
  options: { target?: unknown; devServer?: DevServerOptions | false; plugins?: readonly unknown[] }
  webpack: { EntryPlugin: new (context: string, entry: string, options: { name: undefined }) => { apply(compiler: unknown): void } }
  hooks: { watchRun: Taps & { tap(options: { name: string; stage: number }, callback: () => void): void }; invalid: Taps; done: Taps }
  getInfrastructureLogger(name: string): { info(line: string): void }
}

interface Taps {
  taps?: readonly { name: string }[]
}

interface DevServerOptions {
  setupMiddlewares?(middlewares: Middleware[], server: DevServer): Middleware[]
  onListening?(server: DevServer): void
}

type Middleware = { name?: string; middleware: Handler } | Handler

/** Of webpack-dev-server or @rspack/dev-server. */
interface DevServer {
  server?: Listening | null
  options: { allowedHosts?: string | readonly string[]; host?: string }
}

/** Not where the bundle is for Node. */
const NO_PAGE = /^(?:async-)?node|^electron-(?:main|preload)|^nwjs|^node-webkit/

/**
 * Mounts the page on the dev server that the configuration describes, or that is one of its plugins, if it is ever started, and has the
 * bundle connect to it. Where a dev server of another kind asks the compiler, the bundle connects to the middleware of ours that is in the
 * same process; if there is none, a line says what to do.
 */
export function serveViewer(compiler: ServedCompiler, session: Session): void {
  if (!hasPages(compiler)) return
  let isServed = compiler.options.devServer === false
  const serve = (options: DevServerOptions): void => mount(compiler, session, options, () => (isServed = true))
  for (const options of devServersOf(compiler)) serve(options)
  // Behind a dev server that is a plugin, which begins in the same moment.
  compiler.hooks.watchRun.tap({ name: 'spoor', stage: 1000 }, () => {
    if (isServed || !isAsked(compiler)) return
    isServed = true
    const middleware = middlewareHere()
    if (middleware) addClient(compiler, middleware)
    else compiler.getInfrastructureLogger('spoor').info(say('no-page', {}))
  })
}

/** Where there is no page, its address on the dev server says why; the bundle has nothing of it. */
export function serveOff(compiler: ServedCompiler, by: Off): void {
  if (!hasPages(compiler)) return
  for (const options of devServersOf(compiler)) {
    const { setupMiddlewares } = options
    options.setupMiddlewares = (middlewares, server) => {
      const all = setupMiddlewares?.(middlewares, server) ?? middlewares
      return [{ name: 'spoor', middleware: offHandler(by, '/', () => ({ hosts: hostsOf(server) })) }, ...all]
    }
  }
}

const hasPages = ({ options: { target } }: ServedCompiler): boolean =>
  ![target].flat().some((one) => typeof one === 'string' && NO_PAGE.test(one))

function devServersOf({ options: { devServer, plugins = [] } }: ServedCompiler): DevServerOptions[] {
  return [...(devServer ? [devServer] : []), ...plugins.filter(isDevServer).map(({ options }) => options)]
}

/** webpack's dev server from version 6 on. */
const isDevServer = (plugin: unknown): plugin is { options: DevServerOptions } => {
  const { options, setupMiddlewares } = (plugin ?? {}) as { options?: unknown; setupMiddlewares?: unknown }
  return typeof setupMiddlewares === 'function' && typeof options === 'object' && options !== null
}

/** Whether what is built is for a dev server: all that there are say so by the names of what they tap. */
const isAsked = ({ hooks: { done, invalid, watchRun } }: ServedCompiler): boolean =>
  [watchRun, invalid, done].some(({ taps = [] }) => taps.some(({ name }) => /dev-?(?:server|middleware)/i.test(name)))

function mount(compiler: ServedCompiler, session: Session, options: DevServerOptions, served: () => void): void {
  const { onListening, setupMiddlewares } = options
  let doors: Promise<Doors> | undefined
  options.setupMiddlewares = (middlewares, server) => {
    const all = setupMiddlewares?.(middlewares, server) ?? middlewares
    served()
    addClient(compiler, clientOptions(session, `/${LIVE_PATH}`))
    doors = load(session, server)
    const opened = doors
    const middleware: Handler = (request, response, next) => void opened.then(({ handle }) => handle(request, response, next), next)
    return [{ name: 'spoor', middleware }, ...all]
  }
  options.onListening = (server) => {
    onListening?.(server)
    const { server: listening } = server
    if (!listening) return
    void doors?.then(({ attach }) => attach(listening))
    listening.on('close', () => void doors?.then(({ close }) => close()))
    const url = addressOf(listening, '/')
    if (url) compiler.getInfrastructureLogger('spoor').info(viewerLine(url))
  }
}

/** Loaded only here: builds need no WebSockets. */
async function load(session: Session, server: DevServer): Promise<Doors> {
  const { openDoors } = await import('./viewer-doors.ts')
  return openDoors(session, { base: '/', rules: { hosts: hostsOf(server) } })
}

/** Without a name it belongs to all entries, and comes before them. It is there before the first module is looked at. */
function addClient(compiler: ServedCompiler, options: LiveOptions): void {
  const client = `${fileURLToPath(new URL('web-bundled.js', import.meta.url))}?${encodeURIComponent(JSON.stringify(options))}`
  new compiler.webpack.EntryPlugin(compiler.context, client, { name: undefined }).apply(compiler)
}

function hostsOf({ options: { allowedHosts, host } }: DevServer): true | string[] {
  if (allowedHosts === 'all') return true
  const named = allowedHosts === 'auto' || allowedHosts === undefined ? [] : [allowedHosts].flat()
  return [...named, ...(host ? [host] : [])]
}
