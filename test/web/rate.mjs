// How many calls a second a page can send to the dev server before any is dropped: `node rate.mjs`, after a build.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { busyProject } from './busy-project.mjs'

const SECONDS = 5
const RATES = process.argv.slice(2).map(Number)

const root = busyProject()
const limits = { first: 1e9, perSecond: 1e9, rate: 1e9 }
const child = spawn(process.execPath, [fileURLToPath(new URL('dev-server.mjs', import.meta.url)), root, '0', '{}'], {
  cwd: root,
  env: { ...process.env, NODE_ENV: 'development', SPOOR_RECORD: 'kept', SPOOR_RECORD_OPTIONS: JSON.stringify({ limits }) },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const url = await new Promise((done) =>
  child.stdout.on('data', (text) => {
    const found = /listening (\S+)/.exec(String(text))?.[1]
    if (found) done(found)
  }),
)
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--headless'],
})
for (const rate of RATES.length ? RATES : [10_000, 20_000, 40_000, 80_000]) {
  const page = await browser.newPage()
  await page.goto(String(url))
  await page.waitForSelector('[data-ready]')
  const { count, seconds } = await page.evaluate(([calls, time]) => Reflect.get(globalThis, 'run')(calls, time), [rate, SECONDS])
  await new Promise((done) => setTimeout(done, 4000))
  await page.close()
  await new Promise((done) => setTimeout(done, 500))
  const files = readdirSync(join(root, 'kept')).filter((name) => name.startsWith('page-'))
  const text = files.map((name) => readFileSync(join(root, 'kept', name), 'utf8')).join('')
  const lines = text.split('\n')
  const kept = lines.filter((line) => line.startsWith('{"t":"call"')).length
  /** @type {Record<string, number>} */
  const dropped = {}
  for (const line of lines.filter((one) => one.startsWith('{"t":"drop"'))) {
    const { reason, count: times } = JSON.parse(line)
    dropped[reason] = (dropped[reason] ?? 0) + times
  }
  console.log(
    `asked ${rate}/s, made ${Math.round(count / seconds)}/s: ${kept} of ${count} recorded, ${Math.round(text.length / kept)} bytes each; dropped: ${JSON.stringify(dropped)}`,
  )
  for (const name of files) rmSync(join(root, 'kept', name))
}
await browser.close()
child.kill()
rmSync(root, { recursive: true })
