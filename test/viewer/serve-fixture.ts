import { spawn } from 'node:child_process'
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ended, listening } from '../support/listening.ts'

const cache = fileURLToPath(new URL('../.cache/viewer/', import.meta.url))

/** A page with a button: a click calls `pay`, which calls `price`, which throws for more than three. */
const FILES = {
  'package.json': '{ "name": "small", "version": "1.0.0", "type": "module" }',
  'public/index.html': `<!doctype html><title>small</title><button id="pay">pay</button><!-- client --><script type="module" src="/main.js"></script>`,
  'src/main.js': `import { price } from './price.js'
let count = 0
async function pay() {
  document.title = 'paid ' + price(++count)
}
document.querySelector('#pay').addEventListener('click', pay)
document.documentElement.dataset.ready = '1'
`,
  'src/price.js': `export function price(count) {
  if (count > 3) throw new RangeError('too many: ' + count)
  return discounted(count * 40)
}
function discounted(amount) {
  return amount - Math.min(5, amount)
}
`,
  'src/api.js': `export function answerOrder(query) {
  return { total: totalOf(String(query)) }
}
function totalOf(text) {
  return text.length * 3 + Math.max(1, text.length)
}
`,
}

export interface Served {
  /** Of the program's page; it ends with `/`. */
  url: string
  root: string
  /** All that it has printed so far. */
  printed(): string
  stop(signal?: NodeJS.Signals): Promise<void>
  /** The same again, as another process, on the same port. */
  again(): Promise<Served>
}

/** A fresh folder with the small program and these files. */
export function smallProject(name: string, files: Record<string, string> = {}): string {
  const root = join(cache, name)
  rmSync(root, { recursive: true, force: true })
  for (const [file, text] of Object.entries({ ...FILES, ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  return realpathSync(root)
}

/** Starts `node <script> . <port>` in that folder, which prints `listening <url>`. */
export async function startServer(
  script: string,
  root: string,
  env: NodeJS.ProcessEnv = {},
  port = 0,
  flags: string[] = [],
): Promise<Served> {
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_ENV: ____, ...rest } = process.env
  const path = fileURLToPath(new URL(script, import.meta.url))
  const child = spawn(process.execPath, [...flags, path, '.', String(port)], {
    cwd: root,
    env: { ...rest, NO_COLOR: '1', NODE_ENV: 'development', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { url, printed } = await listening(child)
  return {
    url,
    root,
    printed,
    stop: (signal) => ended(child, signal),
    again: () => startServer(script, root, env, Number(new URL(url).port), flags),
  }
}
