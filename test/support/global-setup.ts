import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromiumPath } from './chromium.ts'

/**
 * Finds or installs the browser once, before the workers ask for it; without one no test starts. Dev servers of tests are known among
 * themselves alone, and not to who works on this machine.
 */
export default function setup(): () => void {
  process.env['CHROMIUM_PATH'] = chromiumPath()
  const folder = mkdtempSync(join(tmpdir(), 'spoor-tests-'))
  process.env['XDG_RUNTIME_DIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
