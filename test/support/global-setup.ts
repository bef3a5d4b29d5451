import { chromiumPath } from './chromium.ts'

/** Finds or installs the browser once, before the workers ask for it; without one no test starts. */
export default function setup(): void {
  process.env['CHROMIUM_PATH'] = chromiumPath()
}
