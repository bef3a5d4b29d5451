import { channel } from 'node:diagnostics_channel'

/** Ours alone: what fails here must not reach the program, which gets what a listener throws as an uncaught exception. */
export function listen<T>(name: string, heard: (message: T) => void): () => void {
  const listener = (message: unknown): void => {
    try {
      heard(message as T)
    } catch {
      // One request less is known.
    }
  }
  const where = channel(name)
  where.subscribe(listener)
  return () => {
    where.unsubscribe(listener)
  }
}

/** What ends several, in one. */
export const listenAll =
  (...undo: (() => void)[]): (() => void) =>
  () =>
    undo.forEach((one) => one())
