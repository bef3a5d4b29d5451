import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { median, quantile } from 'simple-statistics'
import { ROOT } from '../build.mjs'
import { bigRecording } from './big-recording.mjs'
import { launchChromium } from './engines.mjs'

/**
 * Opens a recording as a person does: `spoor view FILE`, its address in Chromium; then pans and zooms.
 *
 * @param {{ events: number, rounds: number }} options
 * @returns {Promise<{ first: number, all: number, frames: { median: number, p95: number } }>} milliseconds from going to the address to
 *   the first calls on the page, and to the last; between two frames while the timeline moves
 */
export async function pageFigures({ events, rounds }) {
  const folder = mkdtempSync(join(tmpdir(), 'spoor-bench-'))
  const file = join(folder, 'long.spoor.ndjson')
  for (const part of bigRecording(events)) writeFileSync(file, part, { flag: 'a' })
  const view = spawn(process.execPath, [join(ROOT, 'packages/plugin/dist/bin.js'), 'view', file, '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const browser = await launchChromium()
  try {
    const url = await addressIn(view.stdout)
    const opened = []
    let frames
    for (let i = 0; i < rounds; i++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await page.addInitScript(watch)
      await page.goto(url)
      await page.waitForFunction(() => globalThis.opened.all, null, { polling: 250, timeout: 120_000 })
      opened.push(await page.evaluate(() => globalThis.opened))
      if (i === rounds - 1) frames = await moved(page)
      await page.close()
    }
    const medianOf = (name) => median(opened.map((one) => one[name]))
    return { first: medianOf('first'), all: medianOf('all'), frames: { median: median(frames), p95: quantile(frames, 0.95) } }
  } finally {
    await browser.close()
    view.kill()
    rmSync(folder, { recursive: true })
  }
}

async function addressIn(output) {
  for await (const line of createInterface(output)) {
    const [address] = /http:\S+/.exec(line) ?? []
    if (address) return address
  }
  throw new Error('`spoor view` ended without an address')
}

/** In the page: notes when the line at its bottom counts calls for the first time, and when it has read all. */
function watch() {
  const opened = (globalThis.opened = {})
  const look = () => {
    const [phase, calls] = document.querySelector('footer')?.children ?? []
    if (calls) opened.first ??= performance.now()
    if (calls && phase.textContent === 'Recording') opened.all = performance.now()
    else setTimeout(look, 5)
  }
  look()
}

/** Zooms into the middle with the wheel, and pans. @returns milliseconds between frames */
async function moved(page) {
  await page.waitForTimeout(1000)
  await page.mouse.move(640, 400)
  await page.evaluate(() => {
    const times = (globalThis.frames = [])
    const next = (time) => {
      times.push(time)
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  for (let i = 0; i < 120; i++) {
    await page.keyboard[i % 4 === 3 ? 'down' : 'up']('Control')
    await page.mouse.wheel(i % 4 === 3 ? 0 : 40, i % 4 === 3 ? -60 : 0)
    await page.waitForTimeout(16)
  }
  await page.keyboard.up('Control')
  const times = await page.evaluate(() => globalThis.frames)
  return times.slice(1).map((time, i) => time - times[i])
}
