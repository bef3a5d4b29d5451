// Runs the scenario in the SSR environment of Vite's dev server, as the folder's own Vite does: `node dev-server.mjs`, in that folder.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bare, entry, options, shop } from '../../playground/switches.mjs'

const require = createRequire(join(process.cwd(), 'package.json'))
const load = (/** @type {string} */ id) => import(pathToFileURL(require.resolve(id)).href)

const { createServer } = await load('vite').catch(() => import(join(process.cwd(), 'node_modules/vite/dist/node/index.js')))
const spoor = bare ? [] : [(await import('spoor/vite')).default(options)]

const server = await createServer({
  root: shop,
  configFile: false,
  // Of its own: another server of this folder, with another configuration, would clear it while this one runs.
  cacheDir: `${process.env.TRACE}.vite`,
  logLevel: 'warn',
  plugins: spoor,
  server: { middlewareMode: true, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
await server.environments.ssr.runner.import(entry)
await server.close()
