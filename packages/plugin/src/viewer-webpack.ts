import { fileURLToPath } from 'node:url'
import { LIVE_PATH } from '@spoor/shared'
import type { Handler } from '@spoor/viewer/node'
import type { Session } from './session.ts'
import type { Doors } from './viewer-doors.ts'
import type { Listening } from './viewer-entrance.ts'
import { addressOf, clientOptions, viewerLine } from './viewer-words.ts'

/** What webpack's and Rspack's compilers have in common, as far as it is used here. */
export interface ServedCompiler {
  context: string
  options: { target?: unknown; devServer?: DevServerOptions | false }
  webpack: { EntryPlugin: new (context: string, entry: string, options: { name: undefined }) => { apply(compiler: unknown): void } }
  getInfrastructureLogger(name: string): { info(line: string): void }
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
 * Mounts the page on the dev server that the configuration describes, if one is ever started, and has the bundle connect to it. Nothing
 * happens where `devServer` is not in the configuration.
 */
export function serveViewer(compiler: ServedCompiler, session: Session): void {
  const { devServer, target } = compiler.options
  if (!devServer || [target].flat().some((one) => typeof one === 'string' && NO_PAGE.test(one))) return
  const { onListening, setupMiddlewares } = devServer
  let doors: Promise<Doors> | undefined
  devServer.setupMiddlewares = (middlewares, server) => {
    const all = setupMiddlewares?.(middlewares, server) ?? middlewares
    addClient(compiler, session)
    doors = load(session, server)
    const opened = doors
    const middleware: Handler = (request, response, next) => void opened.then(({ handle }) => handle(request, response, next), next)
    return [{ name: 'spoor', middleware }, ...all]
  }
  devServer.onListening = (server) => {
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
function addClient(compiler: ServedCompiler, session: Session): void {
  const options = encodeURIComponent(JSON.stringify(clientOptions(session, `/${LIVE_PATH}`)))
  const client = `${fileURLToPath(new URL('web-bundled.js', import.meta.url))}?${options}`
  new compiler.webpack.EntryPlugin(compiler.context, client, { name: undefined }).apply(compiler)
}

function hostsOf({ options: { allowedHosts, host } }: DevServer): true | string[] {
  if (allowedHosts === 'all') return true
  const named = allowedHosts === 'auto' || allowedHosts === undefined ? [] : [allowedHosts].flat()
  return [...named, ...(host ? [host] : [])]
}
