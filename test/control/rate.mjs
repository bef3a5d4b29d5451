// How many calls a second come from a page, and from a Node process, through the hub of a dev server to who watches: `node rate.mjs`, after a build.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { busyProject } from '../web/busy-project.mjs'

const { attachTo, devServerAt } = await import(new URL('../../packages/cli/dist/attach.js', import.meta.url).href)

const SECONDS = 5
const asked = process.argv.slice(2).map(Number)
const RATES = asked.length ? asked : [20_000, 50_000, 100_000, 150_000]

const root = busyProject({
  'node.js': `import './src/main.js'
process.on('message', async ([rate, seconds]) => process.send(await globalThis.run(rate, seconds)))
process.send('ready')
`,
})

const env = { ...process.env, NODE_ENV: 'development', XDG_RUNTIME_DIR: root }
const server = spawn(process.execPath, [fileURLToPath(new URL('../web/dev-server.mjs', import.meta.url)), root, '0', '{}'], {
  cwd: root,
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
})
/** @type {string} */
const url = await new Promise((done) =>
  server.stdout.on('data', (text) => {
    const found = /listening (\S+)/.exec(String(text))?.[1]
    if (found) done(found)
  }),
)
const register = fileURLToPath(new URL('../../packages/plugin/dist/register.js', import.meta.url))
const program = spawn(process.execPath, ['--import', register, 'node.js'], {
  cwd: root,
  env: { ...env, SPOOR_CONTROL: '1' },
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
})
/** @type {() => Promise<any>} */
const heard = () => new Promise((done) => void program.once('message', done))
await heard()
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless'],
})

/** @param {string} kind @param {() => Promise<{ count: number, seconds: number }>} run @param {number} rate */
async function measure(kind, run, rate) {
  let calls = 0
  let bytes = 0
  let missed = 0
  /** @type {Record<string, number>} */
  const dropped = {}
  /** @type {any[]} */
  let programs = []
  const line = await attachTo(await devServerAt(url), 'command', {
    programs: (/** @type {any[]} */ list) => void (programs = list),
    missed: (/** @type {string} */ _, /** @type {number} */ lines) => void (missed += lines),
    lines: (/** @type {{ program: string, bytes: Uint8Array }} */ { program: id, bytes: some }) => {
      if (!programs.some((one) => one.id === id && one.kind === kind)) return
      bytes += some.length
      const text = Buffer.from(some).toString('latin1')
      calls += text.split('{"t":"call"').length - 1
      for (const [, reason = '', count] of text.matchAll(/"t":"drop".*?"reason":"(\w+)","count":(\d+)/g))
        dropped[reason] = (dropped[reason] ?? 0) + Number(count)
    },
  })
  programs = line.hello.programs
  while (!programs.some((one) => one.kind === kind && one.connected)) await new Promise((done) => setTimeout(done, 50))
  await line.hub.watch(true)
  await new Promise((done) => setTimeout(done, 500))
  calls = bytes = missed = 0
  for (const reason of Object.keys(dropped)) delete dropped[reason]
  const { count, seconds } = await run()
  for (let before = -1; before !== calls;) {
    before = calls
    await new Promise((done) => setTimeout(done, 1500))
  }
  line.close()
  const each = calls ? Math.round(bytes / calls) : 0
  console.log(
    `${kind}: asked ${rate}/s, made ${Math.round(count / seconds)}/s: ${calls} of ${count} came, ${each} bytes each; missed ${missed}; dropped ${JSON.stringify(dropped)}`,
  )
}

for (const rate of RATES) {
  const page = await browser.newPage()
  await page.goto(url)
  await page.waitForSelector('[data-ready]')
  await measure('pages', () => page.evaluate(([calls, time]) => Reflect.get(globalThis, 'run')(calls, time), [rate, SECONDS]), rate)
  await page.close()
  const done = heard
  await measure(
    'processes',
    () => {
      const result = done()
      program.send([rate, SECONDS])
      return result
    },
    rate,
  )
}
await browser.close()
server.kill()
program.kill()
rmSync(root, { recursive: true, force: true })
