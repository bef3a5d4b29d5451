// webpack's dev server, of version 5 or 6 (`SERVER=6`): `node serve-webpack.mjs ROOT PORT`, with `HOW` it is started.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import express from 'express'
import { spoorMiddleware } from 'spoor/server'
import spoor from 'spoor/webpack'
import webpack from 'webpack'
import webpackDevMiddleware from 'webpack-dev-middleware'

const [folder, port] = process.argv.slice(2)
const root = resolve(folder)
const { HOW = 'configured', SERVER = '' } = process.env
const { default: WebpackDevServer } = await import(`webpack-dev-server${SERVER}`)

const { TYPE = 'http' } = process.env
const options = { server: TYPE, host: '127.0.0.1', port: port === '0' ? 'auto' : Number(port), static: join(root, 'public') }

const configuration = {
  mode: 'development',
  context: root,
  entry: './src/main.js',
  output: { filename: 'main.js', path: join(root, 'dist') },
  plugins: [spoor({ console: false })],
}

const ways = {
  /** As `webpack serve` does it up to version 5 of the server. */
  async configured() {
    const compiler = webpack({ ...configuration, devServer: options })
    const server = new WebpackDevServer(compiler.options.devServer, compiler)
    await server.start()
    say(server.server)
  },

  /** Options that the compiler never sees. */
  async api() {
    const server = new WebpackDevServer(options, webpack(configuration))
    await server.start()
    say(server.server)
  },

  async 'api with the middleware'() {
    const viewer = spoorMiddleware({ root })
    const setupMiddlewares = (middlewares) => [{ name: 'viewer', middleware: viewer }, ...middlewares]
    const server = new WebpackDevServer({ ...options, setupMiddlewares }, webpack(configuration))
    await server.start()
    viewer.attach(server.server)
    say(server.server)
  },

  /** As `webpack serve` does it from version 6 on. */
  async plugin() {
    const server = new WebpackDevServer({ ...options, onListening: () => say(server.server) })
    webpack({ ...configuration, plugins: [...configuration.plugins, server] }).watch({}, () => {})
  },

  /** A server of one's own, with what dev servers are made of. */
  async middleware() {
    const viewer = spoorMiddleware({ root })
    const app = express()
    app.use(viewer)
    app.use(webpackDevMiddleware(webpack(configuration)))
    app.use(express.static(options.static))
    const server = app.listen(Number(port), '127.0.0.1', () => say(server))
    viewer.attach(server)
  },

  /** The same configuration, built: `webpack --mode development`. */
  async build() {
    const compiler = webpack({ ...configuration, devServer: options })
    await promisify(compiler.run.bind(compiler))()
    const files = createServer((request, response) => response.end(readFileSync(join(root, 'dist', request.url))))
    files.listen(0, '127.0.0.1', () => say(files))
  },
}
await ways[HOW]()

function say(server) {
  console.log(`listening ${TYPE}://127.0.0.1:${server.address().port}/`)
}
