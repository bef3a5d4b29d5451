import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { spoorMiddleware } from '../../packages/plugin/src/server.ts'
import type { SpoorMiddleware } from '../../packages/plugin/src/server.ts'

let server: Server
let spoor: SpoorMiddleware
afterEach(async () => {
  await spoor.close()
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

async function serve(): Promise<number> {
  spoor = spoorMiddleware({ control: false })
  server = createServer((asked, response) => spoor(asked, response, () => void echo(asked, response)))
  spoor.attach(server)
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', () => ready()))
  return (server.address() as AddressInfo).port
}

async function echo(asked: IncomingMessage, response: ServerResponse): Promise<void> {
  let size = 0
  for await (const piece of asked as AsyncIterable<Buffer>) size += piece.length
  response.end(`${asked.method} ${asked.url} ${size} ${asked.headers['x-twice']} ${asked.headers.connection}`)
}

/** As `curl --http2` asks. */
const ask = (port: number, path: string, body = '', connection = 'Upgrade, HTTP2-Settings'): Promise<string> =>
  new Promise((done, fail) => {
    const headers = {
      connection,
      upgrade: 'h2c',
      'http2-settings': 'AAMAAABkAAQAAP__',
      'x-twice': ['a', 'b'],
      'content-length': body.length,
    }
    const asked = request({ port, path, method: body ? 'POST' : 'GET', headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => void (text += piece))
      response.on('end', () => done(text))
    })
    asked.on('error', fail).end(body)
  })

test('a request that would rather go on in another protocol is answered as without the page', { timeout: 20_000 }, async () => {
  const port = await serve()
  expect(await ask(port, '/shop?a=%20')).toBe('GET /shop?a=%20 0 a, b undefined')
  expect(await ask(port, '/buy', 'x'.repeat(200_000), 'keep-alive, upgrade')).toBe('POST /buy 200000 a, b keep-alive')
  expect(await ask(port, '/__spoor/access.json')).toContain('Only for the page')
})

test('where the application listens for upgrades itself, they are its own', { timeout: 20_000 }, async () => {
  const port = await serve()
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nown'))
  expect(await ask(port, '/socket')).toBe('own')
})
