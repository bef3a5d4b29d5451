// Peers are no dependencies of the workspace: they are installed once, in a folder that no package manager of it looks into.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Package -> version; what a peer asks to be installed beside it stands below it. @type {Record<string, string>} */
const PACKAGES = {
  '@datadog/vite-plugin': '3.3.0',
  '@babel/parser': '7.29.14',
  '@babel/traverse': '7.29.14',
  '@babel/types': '7.29.14',
  'magic-string': '0.30.21',
  'istanbul-lib-instrument': '6.0.3',
  'appmap-node': '2.27.0',
  '@apm-js-collab/code-transformer': '0.19.0',
}

export const peersFolder = join(import.meta.dirname, '../../../node_modules/.cache/spoor-peers')

export const versionOf = (/** @type {string} */ name) => PACKAGES[name] ?? ''

export function installPeers() {
  const missing = Object.entries(PACKAGES).filter(([name, version]) => installed(name) !== version)
  if (!missing.length) return
  console.log(`Installing, into node_modules/.cache/spoor-peers: ${missing.map((one) => one.join(' ')).join(', ')}`)
  mkdirSync(peersFolder, { recursive: true })
  writeFileSync(
    join(peersFolder, 'package.json'),
    JSON.stringify({ name: 'spoor-peers', private: true, dependencies: PACKAGES }, undefined, 2),
  )
  const args = ['install', '--prefix', peersFolder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' })
}

function installed(/** @type {string} */ name) {
  const manifest = join(peersFolder, 'node_modules', name, 'package.json')
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined
}
