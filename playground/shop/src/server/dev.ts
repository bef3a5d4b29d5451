import type { PGlite } from '@electric-sql/pglite'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import { PgStore } from './pg-store.ts'

export { openDatabase } from './database.ts'

type Listener = ReturnType<typeof getRequestListener>

let listener: Listener | undefined

/** The API as a handler for another server: made once, and again after an edit. */
export function createListener(db: PGlite): Listener {
  return (listener ??= getRequestListener(createApp(PgStore.over(db)).fetch))
}
