// Opens every view of the page on a long recording, in Chromium: `node bench/views.mjs [FILE]`, by `spoor view` and as one HTML file. Without
// a file it is the longest of the benchmarks. SCREENSHOTS=<folder> keeps pictures. Times are milliseconds.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { ROOT } from './build.mjs'
import { bigRecording } from './measure/big-recording.mjs'
import { launchChromium } from './measure/engines.mjs'

/** Hash -> what is there once it is drawn. */
const VIEWS = {
  '#/timeline': 'canvas',
  '#/timeline?filter=src/m3.ts': 'canvas',
  '#/tree': '[role=treegrid] .table-row',
  '#/tree?filter=src/m3.ts': '[role=treegrid] .table-row',
  '#/functions': '[role=grid] .table-row',
  '#/functions?filter=src/m3.ts': '[role=grid] .table-row',
  '#/function/src%2Fm3.ts%23fn3': '.function-view .table-row',
  '#/requests': '[role=grid] .table-row',
  '#/errors': '[role=grid] .table-row',
  '#/search?q=item%20777': '.found',
  '#/compare': '.choose',
}

const SPOOR = join(ROOT, 'packages/plugin/dist/bin.js')
const folder = mkdtempSync(join(tmpdir(), 'spoor-views-'))

async function main() {
  const file = process.argv[2] ?? written()
  console.log(`${file}: ${megabytes(statSync(file).size)}`)
  const view = spawn(process.execPath, [SPOOR, 'view', file, '--no-open'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const browser = await launchChromium()
  try {
    for await (const line of createInterface(view.stdout)) {
      await look(browser, 'spoor view', line)
      break
    }
    const page = join(folder, 'page.html')
    const from = performance.now()
    execFileSync(process.execPath, ['-e', PEAK, SPOOR, 'export', file, '--to', 'html', '--out', page], { stdio: 'inherit' })
    console.log(`one HTML file: written in ${Math.round(performance.now() - from)} ms, ${megabytes(statSync(page).size)}`)
    await look(browser, 'one HTML file', pathToFileURL(page).href)
  } finally {
    await browser.close()
    view.kill()
  }
}

/** Runs a command in a process and prints the most memory that it had. */
const PEAK = `
  const [, command, ...words] = process.argv
  process.argv = [process.argv[0], command, ...words]
  process.on('exit', () => console.log('memory at most: ' + Math.round(process.resourceUsage().maxRSS / 1024) + ' MB'))
  import(require('node:url').pathToFileURL(command).href)
`

function written() {
  const file = join(folder, 'long.spoor.ndjson')
  for (const part of bigRecording(1_000_000)) writeFileSync(file, part, { flag: 'a' })
  return file
}

async function look(browser, what, url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  page.on('pageerror', (error) => console.log(`wrong: ${error.message}`))
  await page.addInitScript(watchTasks)
  const from = performance.now()
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction(() => document.querySelector('.phase')?.textContent === 'Recording', null, { timeout: 240_000 })
  console.log(
    `${what}: read in ${Math.round(performance.now() - from)} ms; ${await page.locator('footer').innerText()}`.replaceAll('\n', ' '),
  )
  for (const [hash, there] of Object.entries(VIEWS)) {
    const { longest, took } = await page.evaluate(open, { hash, there })
    console.log(`${String(took).padStart(6)} ms  ${hash}${longest ? `, held up for at most ${longest} ms` : ''}`)
    if (!process.env.SCREENSHOTS) continue
    await page.waitForTimeout(500)
    const name = `${what} ${hash}`.replaceAll(/\W+/g, '-')
    await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) })
  }
  await page.close()
}

function watchTasks() {
  globalThis.tasks = []
  new PerformanceObserver((list) => globalThis.tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: 'longtask' })
}

/** In the page. @returns milliseconds until the view is there, and of the longest task in between */
async function open({ hash, there }) {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  globalThis.tasks.length = 0
  // What is there of the view before goes first.
  location.hash = '#/compare'
  await frame()
  await frame()
  const from = performance.now()
  location.hash = hash
  await frame()
  while (!document.querySelector(there)) await frame()
  const took = Math.round(performance.now() - from)
  await frame()
  return { took, longest: Math.round(Math.max(0, ...globalThis.tasks)) }
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`

try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
