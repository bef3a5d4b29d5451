import { afterEach, expect, test } from 'vitest'
import { until } from '../web/live-fixture.ts'
import { smallProject, startServer } from './serve-fixture.ts'
import type { Served } from './serve-fixture.ts'

const running: Served[] = []
afterEach(() => Promise.all(running.splice(0).map((server) => server.stop('SIGKILL'))))

async function start(name: string, env: NodeJS.ProcessEnv): Promise<Served> {
  const server = await startServer('serve-vite.mjs', smallProject(name), env)
  running.push(server)
  return server
}

const policyOf = async ({ url }: Served): Promise<string> => (await fetch(`${url}__spoor/`)).headers.get('content-security-policy') ?? ''

test('Vite DevTools has the page in its dock, and may frame it', async () => {
  const server = await start('vite-devtools', { DEVTOOLS: '1' })
  const docks = await until(() => /^docks (.*)$/m.exec(server.printed())?.[1])
  expect(JSON.parse(docks)).toContainEqual({ id: 'spoor', url: '/app/__spoor/' })
  expect(await policyOf(server)).toMatch(/frame-ancestors 'self'$/)
})

test('without them nobody may', async () => {
  expect(await policyOf(await start('vite-plain', {}))).toMatch(/frame-ancestors 'none'$/)
})

test('as a part of another server, Vite has the page too', async () => {
  const server = await start('vite-middleware', { MIDDLEWARE: '1' })
  expect(await policyOf(server)).toMatch(/^default-src 'none'/)
  const answer = await fetch(`${server.url}__spoor/live`, { headers: { 'x-spoor': '1' } })
  expect(await answer.json()).toEqual({ token: expect.stringMatching(/^[\da-f]{64}$/), project: expect.stringMatching(/^[\da-f]{16}$/) })
})
