type Method = (this: unknown, ...args: never[]) => unknown

/**
 * Puts a proxy in the place of a method, be it inherited, which so keeps its name, length and properties.
 * @param around called in place of the method, with it, its receiver and its arguments
 * @returns a function that puts the method back; where somebody has wrapped it meanwhile, `around` is no longer called
 */
export function replace(holder: object, key: string, around: (original: Method, self: unknown, args: unknown[]) => unknown): () => void {
  const owner = ownerOf(holder, key)
  const place = owner && Object.getOwnPropertyDescriptor(owner, key)
  const original = place?.value as Method | undefined
  if (!owner || typeof original !== 'function') return () => {}
  let on = true
  const proxy = new Proxy(original, {
    apply: (target, self, args) => (on ? around(target, self, args) : Reflect.apply(target, self, args)),
  })
  if (!Reflect.defineProperty(owner, key, { ...place, value: proxy })) return () => {}
  return () => {
    on = false
    if (Object.getOwnPropertyDescriptor(owner, key)?.value === proxy) Object.defineProperty(owner, key, place as PropertyDescriptor)
  }
}

function ownerOf(holder: object, key: string): object | undefined {
  for (let at: object | null = holder; at; at = Object.getPrototypeOf(at) as object | null) if (Object.hasOwn(at, key)) return at
  return undefined
}
