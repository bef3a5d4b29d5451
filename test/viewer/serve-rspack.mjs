// Rspack's dev server, started as its command starts it: `node serve-rspack.mjs ROOT PORT`.
import { join, resolve } from 'node:path'
import { rspack } from '@rspack/core'
import { RspackDevServer } from '@rspack/dev-server'
import spoor from 'spoor/rspack'

const [folder, port] = process.argv.slice(2)
const root = resolve(folder)

const compiler = rspack({
  mode: 'development',
  context: root,
  entry: './src/main.js',
  output: { filename: 'main.js', path: join(root, 'dist') },
  devServer: { host: '127.0.0.1', port: port === '0' ? 'auto' : Number(port), static: join(root, 'public') },
  plugins: [spoor({ console: false })],
})
const server = new RspackDevServer(compiler.options.devServer, compiler)
await server.start()
console.log(`listening http://127.0.0.1:${server.server.address().port}/`)
