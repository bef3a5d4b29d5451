import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Loads something of ours without a trace of it in the program's `require.cache`. */
export function unseen<T>(load: () => T): T {
  const before = new Set(Object.keys(require.cache))
  const loaded = load()
  for (const key of Object.keys(require.cache)) if (!before.has(key)) delete require.cache[key]
  return loaded
}
