import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import type { Debugged, Program } from './debugged.ts'
import { debugWith } from './steps.mjs'
import type { Job } from './steps.mjs'

const ORIGIN = 'http://debugged.test/'
const entry = fileURLToPath(new URL('../../packages/runtime/src/index.ts', import.meta.url))

/** The runtime as a plain script, which puts `runtime` on `globalThis`. */
export async function runtimeScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'runtime',
    target: 'es2022',
  })
  return outputFiles[0]!.text
}

/** An empty page with the runtime, and other scripts by name. */
export async function openPage(browser: Browser, scripts: Record<string, string>): Promise<Page> {
  const page = await browser.newPage()
  await page.route(`${ORIGIN}**`, (route) => {
    const name = route.request().url().slice(ORIGIN.length)
    const html = '<!doctype html><link rel="icon" href="data:," />'
    return route.fulfill(name ? { contentType: 'text/javascript', body: scripts[name] ?? '' } : { contentType: 'text/html', body: html })
  })
  await page.goto(ORIGIN)
  await page.addScriptTag({ url: `${ORIGIN}runtime.js` })
  return page
}

/** Runs a program in a page, with a debugger. */
export async function debugInChromium(
  browser: Browser,
  runtime: string,
  { code }: Program,
  job: Omit<Job, 'url'>,
): Promise<Pick<Debugged, 'pauses'>> {
  const page = await openPage(browser, { 'runtime.js': runtime, 'program.js': code })
  const session = await page.context().newCDPSession(page)
  const client = {
    post: (method: string, params?: object): Promise<unknown> => session.send(method as never, params as never),
    on: (event: string, listener: (params: never) => void): void => void session.on(event as never, listener as never),
  }
  const { pauses } = await debugWith(client as never, { ...job, url: `${ORIGIN}program.js` })
  await page.addScriptTag({ url: `${ORIGIN}program.js` })
  // Once it is done, or has thrown; timers of the page do not run while it is paused.
  await page.evaluate('new Promise((done) => { setTimeout(() => start()); setTimeout(done, 150) })')
  await page.close()
  return { pauses }
}
