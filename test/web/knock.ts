import { WebSocket } from 'ws'
import { TOKEN } from '../../packages/plugin/src/live-door.ts'

/** What somebody who wants to connect says of himself; as it is without, a page of the server's own. */
export interface Call {
  path?: string
  protocols?: string[]
  headers?: Record<string, string>
  origin?: string | undefined
}

/** An open socket, or the status of the refusal; 0: there was not even that. @param path where, unless the call says */
export function knockAt(
  host: string,
  door: string,
  { path = door, protocols = ['spoor.1', TOKEN], headers = {}, ...rest }: Call,
): Promise<WebSocket | number> {
  const origin = 'origin' in rest ? rest.origin : `http://${host}`
  const socket = new WebSocket(`ws://${host}${path}`, protocols, {
    headers: { ...headers, ...(origin && { origin }) },
    maxPayload: 2 ** 26,
  })
  return new Promise((done) => {
    socket.on('open', () => done(socket))
    socket.on('unexpected-response', (_, response) => done(response.statusCode ?? 0))
    socket.on('error', () => done(0))
  })
}
