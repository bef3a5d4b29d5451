// Express with a page that Rolldown has bundled, and an API: `node --import spoor/register serve-express.mjs ROOT PORT`.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import express from 'express'
import { rolldown } from 'rolldown'
import spoor from 'spoor/rolldown'
import { spoorMiddleware } from 'spoor/server'

const [folder, port] = process.argv.slice(2)
const root = resolve(folder)

const bundle = await rolldown({ input: join(root, 'src/main.js'), plugins: [spoor({ root, console: false })] })
await bundle.write({ file: join(root, 'public/main.js') })
const { answerOrder } = await import(String(pathToFileURL(join(root, 'src/api.js'))))

const viewer = spoorMiddleware({ root })
const app = express()
app.use(viewer)
app.get('/', (_, response) => {
  const page = readFileSync(join(root, 'public/index.html'), 'utf8')
  response.type('html').send(page.replace('<!-- client -->', '<script type="module" src="/__spoor/client.js"></script>'))
})
app.get('/api/order', (request, response) => void response.json(answerOrder(request.query.what)))
app.use(express.static(join(root, 'public')))
const server = app.listen(Number(port), '127.0.0.1', () => console.log(`listening http://127.0.0.1:${server.address().port}/`))
viewer.attach(server)
process.on('SIGTERM', () => process.exit())
