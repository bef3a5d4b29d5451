// `webpack serve`, with whatever `webpack.config.js` is in the folder: `node serve-webpack-cli.mjs ROOT PORT`.
import { createServer } from 'node:http'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const [folder, given] = process.argv.slice(2)
const port = given === '0' ? await freePort() : given
process.chdir(resolve(folder))
// Of several versions, the one that is asked for.
process.env.WEBPACK_DEV_SERVER_PACKAGE = fileURLToPath(import.meta.resolve(`webpack-dev-server${process.env.SERVER ?? ''}`))
process.argv.splice(2, Infinity, 'serve', '--host', '127.0.0.1', '--port', String(port))
await import('webpack-cli/bin/cli.js')

const url = `http://127.0.0.1:${port}/`
const timer = setInterval(async () => {
  const answer = await fetch(url).catch(() => undefined)
  if (!answer?.ok) return
  clearInterval(timer)
  console.log(`listening ${url}`)
}, 100)

function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  return new Promise((done) => {
    server.on('listening', () => {
      const { port: free } = server.address()
      server.close(() => done(free))
    })
  })
}
