import { spawnSync } from 'node:child_process'

/**
 * The path of a shell; on Debian and Ubuntu, as root, it is installed where it is missing.
 * @throws where it cannot be had: what is tested in a shell is never skipped
 */
export function shellPath(name: 'bash' | 'zsh' | 'fish'): string {
  const find = (): string => spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim()
  const found = find()
  if (found) return found
  if (process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const run = (...args: string[]): boolean => spawnSync('apt-get', args, { stdio: 'ignore', env }).status === 0
    if (!run('install', '-y', '-q', name)) run('update', '-q') && run('install', '-y', '-q', name)
  }
  const installed = find()
  if (!installed) throw new Error(`The tests of completion need ${name}. Install it (Debian and Ubuntu: \`apt-get install ${name}\`).`)
  return installed
}
