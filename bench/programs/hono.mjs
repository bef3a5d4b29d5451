import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { secureHeaders } from 'hono/secure-headers'
import { checksumOf } from './checksum.mjs'

const app = new Hono()
const users = new Map(Array.from({ length: 50 }, (_, id) => [String(id), { id, name: `User ${id}` }]))

app.use(secureHeaders())
app.use('/api/*', async function time(c, next) {
  await next()
  c.header('x-time', '1')
})
app.use('/pages/*', etag())
app.get('/api/users/:id', function user(c) {
  const found = users.get(c.req.param('id'))
  return found ? c.json(found) : c.json({ error: 'not found' }, 404)
})
app.get('/api/users', function list(c) {
  const limit = Number(c.req.query('limit') ?? 10)
  return c.json([...users.values()].slice(0, limit))
})
app.post('/api/users', async function create(c) {
  const { name } = await c.req.json()
  return c.json({ name }, 201)
})
app.get('/pages/:name', function page(c) {
  return c.html(`<h1>${c.req.param('name')}</h1>`)
})

const paths = ['/api/users/7', '/api/users?limit=3', '/api/users/none', '/pages/about', '/nowhere']

export async function run() {
  const out = []
  for (let i = 0; i < 40; i++) {
    const response = await app.request(`http://localhost${paths[i % paths.length]}`)
    out.push(response.status, await response.text())
  }
  const response = await app.request('http://localhost/api/users', { method: 'POST', body: '{"name":"x"}' })
  out.push(response.status, await response.text())
  return out
}

export const digest = checksumOf
