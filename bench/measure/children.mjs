import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Runs a script of this folder in a process of its own.
 *
 * @param {string} script
 * @param {object} job what it reads from its first argument
 * @param {string[]} [flags] of Node
 * @returns {Promise<any>} what it wrote, as data
 */
export async function child(script, job, flags = []) {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const { stdout } = await run(process.execPath, [...flags, path, JSON.stringify(job)], { maxBuffer: 2 ** 28 })
  return JSON.parse(stdout)
}
