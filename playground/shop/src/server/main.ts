import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { createApp } from './app.ts'
import { openDatabase } from './database.ts'
import { PgStore } from './pg-store.ts'

const db = await openDatabase()
const app = createApp(PgStore.over(db))
const { PORT = '3000', WEB } = process.env

// `WEB=folder` also serves the built web page, so that one process is the whole shop.
if (WEB) app.use(serveStatic({ root: WEB }))

const server = serve({ fetch: app.fetch, port: Number(PORT), hostname: '127.0.0.1' }, ({ port }) => {
  console.log(`http://127.0.0.1:${port}/`)
})

async function close(): Promise<void> {
  if ('closeAllConnections' in server) server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await db.close()
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void close())
