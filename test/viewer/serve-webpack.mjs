// webpack's dev server, started as its command starts it: `node serve-webpack.mjs ROOT PORT`.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import spoor from 'spoor/webpack'
import webpack from 'webpack'
import WebpackDevServer from 'webpack-dev-server'

const [folder, port] = process.argv.slice(2)
const root = resolve(folder)

const compiler = webpack({
  mode: 'development',
  context: root,
  entry: './src/main.js',
  output: { filename: 'main.js', path: join(root, 'dist') },
  devServer: { host: '127.0.0.1', port: port === '0' ? 'auto' : Number(port), static: join(root, 'public') },
  plugins: [spoor({ console: false })],
})
if (process.env.BUILD) await build()
else await serve()

async function serve() {
  const server = new WebpackDevServer(compiler.options.devServer, compiler)
  await server.start()
  console.log(`listening http://127.0.0.1:${server.server.address().port}/`)
}

/** The same configuration, built: `webpack --mode development`. */
async function build() {
  await promisify(compiler.run.bind(compiler))()
  const files = createServer((request, response) => response.end(readFileSync(join(root, 'dist', request.url))))
  files.listen(0, '127.0.0.1', () => console.log(`listening http://127.0.0.1:${files.address().port}/`))
}
