/**
 * A class of the platform, as it is now, however a program may replace it. In Node those of `fetch` are loaded when somebody asks for them,
 * which takes as long as starting does: so only who needs one asks.
 */
export function builtin<T>(name: string): () => T | undefined {
  const place = Object.getOwnPropertyDescriptor(globalThis, name)
  let found = place?.value as T | undefined
  let isKnown = !place?.get
  return () => {
    if (!isKnown) found = ask(name, place as PropertyDescriptor)
    isKnown = true
    return found
  }
}

/** Node puts what it has loaded in its place, which may be the program's by now. */
function ask<T>(name: string, place: PropertyDescriptor): T | undefined {
  const present = Object.getOwnPropertyDescriptor(globalThis, name)
  const found = place.get?.call(globalThis) as T | undefined
  if (present?.get !== place.get && present?.configurable) Object.defineProperty(globalThis, name, present)
  return found
}
