/** In client, server and between: all three environments have it. */
export function label(name: string, value: unknown): string {
  return `${name}: ${String(value)}`
}
