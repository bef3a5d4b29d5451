// Rsbuild, with the configuration of the docs: `node serve-rsbuild.mjs ROOT PORT`.
import { resolve } from 'node:path'
import { createRsbuild } from '@rsbuild/core'
import spoor from 'spoor/rspack'
import { spoorMiddleware } from 'spoor/server'

const [folder, port] = process.argv.slice(2)
const root = resolve(folder)

const rsbuild = await createRsbuild({
  cwd: root,
  config: {
    source: { entry: { index: './src/main.js' } },
    html: { template: './public/index.html' },
    output: { filename: { js: '[name].js' }, distPath: { js: '' } },
    server: {
      host: '127.0.0.1',
      ...(port !== '0' && { port: Number(port), strictPort: true }),
      setup: ({ server }) => void server.middlewares.use(spoorMiddleware()),
    },
    tools: { rspack: { plugins: [spoor({ console: false })] } },
  },
})
const server = await rsbuild.startDevServer()
console.log(`listening http://127.0.0.1:${server.port}/`)
