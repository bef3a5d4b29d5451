import type { ViteDevServer } from 'vite'
import type { Session } from '../session.ts'
import { emptiness } from '../tally.ts'

/** Milliseconds between looks at what a page has loaded, and how often there is one. */
const WAIT = 1000
const LOOKS = 30

/** Says once, when a page has loaded, that nothing of it is traced. A dev server has no end at which it could be said, as builds have. */
export function mindSilence(session: Session, server: ViteDevServer): void {
  let left = LOOKS
  const look = (): void => {
    const { plan } = session
    if (!plan || session.traced || --left < 0) return
    const loaded = [...server.environments.client.moduleGraph.idToModuleMap].filter(([id]) => isOwn(id, plan.root))
    // What is under way may be wanted yet.
    if (!loaded.length || loaded.some(([, { transformResult }]) => !transformResult)) return wait()
    session.seen = true
    const nothing = emptiness(session, plan)
    if (!nothing) return wait()
    server.config.logger.warn(nothing)
    session.onSilence?.()
  }
  const wait = (): void => void setTimeout(look, WAIT).unref()
  server.ws.on('connection', () => {
    if (left === LOOKS) wait()
  })
}

const isOwn = (id: string, root: string): boolean => id.startsWith(`${root}/`) && !id.includes('/node_modules/') && SCRIPT.test(id)
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte)$/
