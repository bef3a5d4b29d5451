const world = globalThis as { process?: { versions?: { node?: unknown } } } & Record<string, unknown>

/**
 * A class of the platform, as it is now, however a page may replace it. In Node those of `fetch` are loaded when somebody so much as looks
 * whether they are there, which takes as long as starting does: so only who needs one looks.
 */
export function builtin<T>(name: string): () => T | undefined {
  let isKnown = typeof world.process?.versions?.node !== 'string'
  let found = isKnown ? world[name] : undefined
  return () => {
    if (!isKnown) found = world[name]
    isKnown = true
    return found as T | undefined
  }
}
