import { createServer } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { spoorMiddleware } from '../../packages/plugin/src/server.ts'

const terminal = process.stdout.isTTY
afterEach(() => {
  process.stdout.isTTY = terminal
  vi.restoreAllMocks()
})

test.each([
  [true, /^spoor: calls as they happen: http:\/\/127\.0\.0\.1:\d+\/__spoor\/$/],
  [false, /^$/],
])('a server of its own says in a terminal where the page is, and nowhere else: %s', async (isTTY, expected) => {
  process.stdout.isTTY = isTTY
  const said: string[] = []
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text))
  const spoor = spoorMiddleware({ enabled: true })
  const server = createServer(spoor as never)
  const listening = new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  spoor.attach(server)
  await listening
  await spoor.close()
  server.close()
  expect(said.join('\n')).toMatch(expected)
})
