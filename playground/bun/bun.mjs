// Starts the bun that the registry ships for this machine: `node bun.mjs SCRIPT…`.
// The `bun` package copies it into place in an install script, which a workspace may not run.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const bun = createRequire(createRequire(import.meta.url).resolve('bun/package.json'))

function findBinary() {
  const base = `@oven/bun-${process.platform}-${process.arch === 'arm64' ? 'aarch64' : process.arch}`
  const file = process.platform === 'win32' ? 'bun.exe' : 'bun'
  for (const name of [base, `${base}-baseline`, `${base}-musl`]) {
    try {
      return bun.resolve(`${name}/bin/${file}`)
    } catch {}
  }
  throw new Error(`No bun for this machine: ${base} is not installed`)
}

const { status, error } = spawnSync(findBinary(), process.argv.slice(2), { stdio: 'inherit' })
if (error) throw error
process.exit(status ?? 1)
