// A dev server of Vite, with Spoor and an API whose handlers are instrumented: `node dev-server.mjs ROOT PORT OPTIONS`; with a certificate in
// the environment, `PAIR='{"key":…,"cert":…}'`, over HTTP/2.
import { join } from 'node:path'
import { createServer } from 'vite'
import spoor from 'spoor/vite'

const [root, port, options] = process.argv.slice(2)
const { PAIR } = process.env

const api = {
  name: 'api',
  /** @param {import('vite').ViteDevServer} server */
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      if (!request.url?.startsWith('/api/')) return next()
      void answer(server, request.url, response)
    })
  },
}

/** Between the request and its handler, code that is not traced waits. */
async function answer(server, url, response) {
  const { handle } = await server.ssrLoadModule('/src/api.js')
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(await handle(url)))
}

const server = await createServer({
  root,
  configFile: false,
  cacheDir: join(root, '.vite'),
  logLevel: 'warn',
  plugins: [spoor({ console: false, ...JSON.parse(options ?? '{}') }), api],
  server: { host: '127.0.0.1', port: Number(port ?? 0), strictPort: true, ...(PAIR && { https: JSON.parse(PAIR) }) },
  optimizeDeps: { noDiscovery: true },
})
await server.listen()
console.log(`listening ${server.resolvedUrls?.local[0]}`)
process.on('SIGTERM', async () => {
  await server.close()
  process.exit()
})
