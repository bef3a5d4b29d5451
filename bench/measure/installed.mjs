import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE } from '../build.mjs'

/**
 * Installs packages into a folder of their own in the cache, once: what is compared with is nobody's dependency.
 *
 * @param {string} name of the folder
 * @param {string[]} packages with versions
 * @returns {string} the `node_modules` that holds them
 */
export function installed(name, packages) {
  const folder = join(CACHE, 'installed', name)
  const stamp = join(folder, 'installed.json')
  const wanted = JSON.stringify(packages)
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }')
    const args = ['install', '--no-audit', '--no-fund', '--no-save', '--legacy-peer-deps', '--prefix', folder, ...packages]
    execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] })
    writeFileSync(stamp, wanted)
  }
  return join(folder, 'node_modules')
}
