import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const FILES = {
  'package.json': '{ "type": "module" }',
  'index.html': '<!doctype html><script type="module" src="/src/main.js"></script>',
  'src/main.js': `export const busy = (a, item) => Math.sqrt(a) + item.price
/* @spoor-ignore */
globalThis.run = async (rate, seconds) => {
  const begin = performance.now()
  let count = 0
  while (performance.now() - begin < seconds * 1000) {
    const due = (performance.now() - begin) / 1000 * rate
    for (; count < due; count++) busy(count, { price: count, name: 'boots', tags: ['a', 'b'] })
    await new Promise((done) => setTimeout(done, 4))
  }
  return { count, seconds: (performance.now() - begin) / 1000 }
}
if (globalThis.document) document.documentElement.dataset.ready = '1'
`,
}

/**
 * A folder with a program, for a page and for Node, that calls a function as often as it is asked to: `run(rate, seconds)`.
 * @param {Record<string, string>} files besides
 * @returns {string} its path
 */
export function busyProject(files = {}) {
  const root = mkdtempSync(join(tmpdir(), 'spoor-rate-'))
  for (const [name, text] of Object.entries({ ...FILES, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}
