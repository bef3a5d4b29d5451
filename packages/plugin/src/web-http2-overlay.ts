export type Method = (this: unknown, ...args: unknown[]) => unknown

/**
 * Called in place of a method, and by nothing else of ours: each frame stands in the program's stacks.
 * @param method what it stands for
 */
export type Around<T> = (method: Method, self: T, args: unknown[]) => unknown

export interface Overlay {
  /** Lays it over the method that a class has or inherits, for that class alone. */
  on(prototype: object): void
  /** Takes it away everywhere; what is called nevertheless is the method. */
  off(): void
}

/** @param around must not fail by itself */
export function overlay<T>(key: string, around: Around<T>): Overlay {
  const covered = new Map<object, () => void>()
  const handler: ProxyHandler<Method> = { apply: around as Around<unknown> }
  return {
    on(prototype) {
      if (!covered.has(prototype)) covered.set(prototype, cover(prototype, key, handler))
    },
    off() {
      delete handler.apply
      for (const undo of covered.values()) undo()
    },
  }
}

function cover(prototype: object, key: string, handler: ProxyHandler<Method>): () => void {
  const own = Object.getOwnPropertyDescriptor(prototype, key)
  const value = new Proxy(Reflect.get(prototype, key) as Method, handler)
  Object.defineProperty(prototype, key, { ...(own ?? { writable: true, enumerable: true, configurable: true }), value })
  return () => {
    if (Object.getOwnPropertyDescriptor(prototype, key)?.value !== value) return
    if (own) Object.defineProperty(prototype, key, own)
    else Reflect.deleteProperty(prototype, key)
  }
}
