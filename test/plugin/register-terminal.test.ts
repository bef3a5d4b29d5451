import { fileURLToPath } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { Terminal } from '../control/terminal.ts'
import { project } from '../record/app.ts'

const REGISTER = fileURLToPath(new URL('../../packages/plugin/dist/register.js', import.meta.url))
const FILES = {
  'package.json': '{"type":"module"}',
  'api/server.js': "import { createServer } from 'node:http'\nfunction serve() {}\nserve()\ncreateServer(serve).listen(0)\n",
}

let terminal: Terminal | undefined
afterEach(() => terminal?.kill())

const start = (env: NodeJS.ProcessEnv): Terminal =>
  (terminal = new Terminal(process.execPath, ['--import', REGISTER, 'api/server.js'], { cwd: project(FILES), columns: 200, env }))

test('a server of which nothing is traced says so while it runs, with what to write', async () => {
  await start({ NO_COLOR: '1' }).sees(/no file that was loaded matches src\/\*\*\s+Selectors are relative to .*SPOOR='lib\/\*\*'/)
})

test('and one of which something is traced does not', async () => {
  const seen = start({ NO_COLOR: '1', SPOOR: 'api/**' })
  await seen.sees('serve()')
  await new Promise((done) => setTimeout(done, 3000))
  expect(seen.text).not.toContain('no file that was loaded')
})
