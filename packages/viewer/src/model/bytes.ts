/** The bytes of a text that is plain ASCII. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

/** Whether a text stands at a place. */
export function standsAt(bytes: Uint8Array, text: Uint8Array, at: number): boolean {
  let i = 0
  while (i < text.length && bytes[at + i] === text[i]) i++
  return i === text.length
}

/** Where a text stands first, from a place on; -1: nowhere. */
export function placeOf(bytes: Uint8Array, text: Uint8Array, from: number): number {
  let at = bytes.indexOf(text[0]!, from)
  while (at >= 0 && !standsAt(bytes, text, at)) at = bytes.indexOf(text[0]!, at + 1)
  return at
}
