import { spawnSync } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from 'playwright-core'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** Arguments that keep Chromium from the network, the GPU and its own windows. */
export const CHROMIUM_ARGS: string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Machine {
  env: NodeJS.ProcessEnv
  runs: (path: string) => boolean
  /** Where Playwright keeps its own browser. */
  playwright: string
  install: () => void
}

/**
 * The path of a Chromium that tests can start; installs one where there is none.
 * @throws where none can be had, saying how to get one: tests in a browser are never skipped
 */
export function chromiumPath(machine: Machine = thisMachine): string {
  const found = find(machine)
  if (found) return found
  machine.install()
  const installed = find(machine)
  if (installed) return installed
  throw new Error(
    'The tests need Chromium, and none was found or could be installed. Install one (Debian and Ubuntu: `apt-get install chromium`; ' +
      'elsewhere: `npx playwright install chromium`), or set CHROMIUM_PATH to the executable of a Chromium or Chrome.',
  )
}

function find({ env, runs, playwright }: Machine): string | undefined {
  const asked = env['CHROMIUM_PATH']
  if (asked && !runs(asked)) throw new Error(`CHROMIUM_PATH is \`${asked}\`, which is not an executable file. Correct or unset it.`)
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)))
  return asked || [...PLACES, ...onPath, playwright].find(runs)
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** As root on Debian or Ubuntu with its package manager, elsewhere with Playwright's own download. */
function install(): void {
  console.log('No Chromium here: installing one for the browser tests.')
  if (process.getuid?.() === 0 && run('apt-get', ['--version'], 'ignore')) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    if (run('apt-get', ['update', '-q'], 'inherit', env) && run('apt-get', ['install', '-y', '-q', 'chromium'], 'inherit', env)) return
  }
  const playwright = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  run(process.execPath, [join(playwright, 'cli.js'), 'install', 'chromium'], 'inherit')
}

const run = (command: string, args: string[], output: 'ignore' | 'inherit', env: NodeJS.ProcessEnv = {}): boolean =>
  spawnSync(command, args, { stdio: ['ignore', output, output], env: { ...process.env, ...env } }).status === 0

const thisMachine: Machine = { env: process.env, runs, playwright: chromium.executablePath(), install }
