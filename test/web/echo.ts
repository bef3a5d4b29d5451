import { createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server that answers with what it got, and to any origin. */
export interface Echo {
  origin: string
  close(): Promise<void>
}

/** What a request was, as the answer to it says. */
export interface Echoed {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/** @param pages path -> HTML or script; `/to?URL` redirects, `/status/418` answers so, `/hang` never answers */
export async function startEcho(pages: Record<string, string> = {}): Promise<Echo> {
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    const path = url.split('?')[0] as string
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' }
    const page = pages[path]
    if (page !== undefined) {
      return response.writeHead(200, { 'content-type': path.endsWith('.js') ? 'text/javascript' : 'text/html' }).end(page)
    }
    if (path === '/hang') return undefined
    if (path === '/to') return response.writeHead(302, { location: url.slice(4), ...cors }).end()
    const status = Number(/^\/status\/(\d+)/.exec(path)?.[1] ?? 200)
    const echoed = { method, url, headers, body: await bodyOf(request) }
    return response
      .writeHead(method === 'OPTIONS' ? 204 : status, { 'content-type': 'application/json', ...cors })
      .end(JSON.stringify(echoed))
  })
  await listen(server)
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => close(server) }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const piece of request) body += String(piece)
  return body
}

const listen = (server: Server): Promise<void> => new Promise((ready) => void server.listen(0, '127.0.0.1', () => ready()))

function close(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => void server.close(() => done()))
}
