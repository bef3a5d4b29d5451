import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { connect } from '../../packages/viewer/src/page/connection.ts'
import type { Connection, ConnectionState } from '../../packages/viewer/src/page/connection.ts'
import { listen } from './support/page.ts'
import type { Site } from './support/page.ts'

/** What the hub does with one that says hello. */
type Greeting = (socket: WebSocket, id: string) => void

const refuses: Greeting = (socket, i) => socket.send(JSON.stringify({ t: 's', i, e: { message: 'use the same version on both' } }))
const ends: Greeting = (socket) => socket.terminate()
const greets: Greeting = (socket, i) =>
  socket.send(JSON.stringify({ t: 's', i, r: { version: 1, hub: 'a', programs: [], canSteer: true } }))

let site: Site
let sockets: WebSocketServer
let line: Connection
/** What is done with those who come, one after the other; with all that follow the last of these. */
let greetings: Greeting[]
const states: ConnectionState[] = []

beforeEach(async () => {
  site = await listen((_, response) => response.end('{ "token": "0" }'))
  sockets = new WebSocketServer({ server: site.server })
  sockets.on('connection', (socket) => {
    const greeting = greetings.length > 1 ? greetings.shift()! : greetings[0]!
    socket.on('message', (data) => greeting(socket, (JSON.parse(String(data)) as { i: string }).i))
  })
  vi.stubGlobal('location', { href: site.url })
  vi.stubGlobal('WebSocket', WebSocket)
  states.length = 0
})
afterEach(() => {
  line.close()
  site.close()
  vi.unstubAllGlobals()
})

function open(...how: Greeting[]): void {
  greetings = how
  line = connect()
  line.on('state', (state) => states.push(state))
}

test('a server that ends before it says whether it wants us is asked again, also where it has refused us before', async () => {
  open(refuses, ends, greets)
  await expect.poll(() => line.state).toBe('open')
  expect(states).toEqual(['refused', 'open'])
})

test('a server that ends is asked again once it is there', async () => {
  open(greets)
  await expect.poll(() => line.state).toBe('open')
  greetings = [ends, greets]
  for (const socket of sockets.clients) socket.terminate()
  await expect.poll(() => states).toEqual(['open', 'lost', 'open'])
})
