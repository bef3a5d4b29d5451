import type { Program } from '@spoor/shared'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { PATIENCE } from '../../web/live-fixture.ts'
import { openHub } from '../../../packages/plugin/src/control-door.ts'
import { Hub } from '../../../packages/plugin/src/control-hub.ts'
import type { Reach } from '../../../packages/plugin/src/control-hub.ts'
import { TOKEN } from '../../../packages/plugin/src/live-door.ts'
import { visit } from './page.ts'
import type { Opened } from './page.ts'
import { site } from './site.ts'

/** The page, watching a hub of the test's own. */
export interface Live extends Opened {
  /** A program begins, and sends these lines. @returns by which it ends */
  begins(id: string, lines: string, facts?: Partial<Program>): () => void
  /** @throws {Error} where something went wrong in the page */
  close(): Promise<void>
}

export async function openLive(browser: Browser, options?: BrowserContextOptions): Promise<Live> {
  const hub = new Hub({ root: `/shop-${Math.random()}`, version: '0.1.0', whyNot: () => undefined })
  const door = openHub(hub, '/control', { hosts: [] })
  const served = await site('live', ({ url }, response) => {
    const isAsked = url === '/live' || url === '/access.json'
    const answer = { token: TOKEN, canRead: false, canOpen: false }
    if (isAsked) response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    return isAsked
  })
  served.server.on('upgrade', (request, socket, head) => void (door.upgrade(request, socket, head) || socket.destroy()))
  const opened = await visit(browser, served, '', { reducedMotion: 'reduce', ...options })
  opened.page.setDefaultTimeout(PATIENCE)
  return {
    ...opened,
    begins(id, lines, facts) {
      const reach: Reach = { change: () => ({ error: 'not now' }), watch: () => {}, mark: () => {}, clear: () => {} }
      const status = { sites: 6, on: 6, recorded: 0, dropped: 0, capacity: 1000, rules: [] }
      hub.join({ id, kind: 'pages', platform: 'browser', title: 'http://localhost:5173/cart', status, limits: {}, ...facts }, reach)
      hub.lines(id, Buffer.from(lines))
      return () => hub.part(id, reach)
    },
    async close() {
      await opened.page.context().close()
      served.close()
      hub.close()
      door.close()
      if (opened.faults.length) throw new Error(opened.faults.join('\n'))
    },
  }
}
