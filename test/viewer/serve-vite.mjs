// Vite with its DevTools (`DEVTOOLS=1`), or as part of another server (`MIDDLEWARE=1`): `node serve-vite.mjs ROOT PORT`.
import { createServer as createHttpServer } from 'node:http'
import { resolve } from 'node:path'
import { DevTools } from '@vitejs/devtools'
import spoor from 'spoor/vite'
import { createServer } from 'vite'

const [folder, port] = process.argv.slice(2)
const root = resolve(folder)
const { DEVTOOLS, MIDDLEWARE } = process.env

const docks = {
  name: 'docks',
  devtools: {
    setup: (context) => console.log(`docks ${JSON.stringify([...context.docks.views.values()].map(({ id, url }) => ({ id, url })))}`),
  },
}
const server = await createServer({
  root,
  configFile: false,
  base: '/app/',
  logLevel: 'warn',
  plugins: [spoor({ console: false }), ...(DEVTOOLS ? [DevTools(), docks] : [])],
  optimizeDeps: { noDiscovery: true },
  server: MIDDLEWARE ? { middlewareMode: true, ws: false } : { host: '127.0.0.1', port: Number(port) },
})
const http = MIDDLEWARE ? createHttpServer(server.middlewares).listen(Number(port), '127.0.0.1') : (await server.listen()).httpServer
if (!http.listening) await new Promise((done) => http.on('listening', done))
console.log(`listening http://127.0.0.1:${http.address().port}/app/`)
