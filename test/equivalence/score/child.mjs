// Runs one program in a process of its own and writes down what it showed: `node child.mjs <folder>`, see `job.json` in it.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createHelpers, placesBy, thrownText } from '../helpers.mjs'

const [folder = ''] = process.argv.slice(2)
/** @type {{ files: string[], entry: string, kind: 'commonjs' | 'module', maps: Record<string, unknown>, before: string[] }} */
const { files, entry, kind, maps, before } = JSON.parse(readFileSync(join(folder, 'job.json'), 'utf8'))

const places = placesBy(maps)
const line = (/** @type {[string, number, number]} */ ...at) => places(...at).replace(/:\d+$/, '')
const { helpers, log, waits } = createHelpers(files, line)
/** @type {string[]} */
const unhandled = []
const text = (/** @type {unknown} */ error) => thrownText(error, files, line)
process.on('unhandledRejection', (reason) => unhandled.push(text(reason)))
process.on('uncaughtException', (error) => unhandled.push(text(error)))

for (const url of before) await import(url)
// Taken before the program can do anything to them.
const { stringify } = JSON
const allSettled = Promise.allSettled.bind(Promise)
Object.assign(globalThis, helpers)

/** @type {string | undefined} */
let thrown
try {
  if (kind === 'module') await import(pathToFileURL(join(folder, entry)).href)
  else createRequire(import.meta.url)(join(folder, entry))
} catch (error) {
  thrown = text(error)
}
for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve))
for (let i = 0; i < waits.length; i++) await allSettled([waits[i]])
await new Promise((resolve) => setImmediate(resolve))
writeFileSync(join(folder, 'outcome.json'), stringify({ log, thrown, unhandled }))
process.exit(0)
