class Redirect {
  constructor(readonly to: string) {}
}

export function redirect(to: string): never {
  throw new Redirect(to)
}

export function fail(text: string): string {
  if (text.length > 3) throw new RangeError(`too long: ${text}`)
  return text
}
