// The shop's page under Vite: `node shop-dev.mjs ROOT PORT`. With `API=http://…` its API is there, else in this process.
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import spoor from 'spoor/vite'
import { createServer } from 'vite'

const [folder, port] = process.argv.slice(2)
const root = resolve(folder)
// What this process is called in the page.
process.argv.splice(1, 3, 'vite')
const { API, HOST = '127.0.0.1' } = process.env
process.env.OPTIONS = JSON.stringify({ root, console: false })

const config = fileURLToPath(new URL('../../playground/vite/vite.config.ts', import.meta.url))
const server = await createServer({
  root,
  cacheDir: join(root, '.vite'),
  logLevel: 'info',
  clearScreen: false,
  ...(API ? { configFile: false, plugins: [spoor({ root, console: false }), preact()] } : { configFile: config }),
  server: { host: HOST, port: Number(port), strictPort: port !== '0', ...(API && { proxy: { '/api': API } }) },
})
await server.listen()
server.printUrls()
console.log(`listening ${server.resolvedUrls.local[0]}`)
process.on('SIGTERM', async () => {
  await server.close()
  process.exit()
})
