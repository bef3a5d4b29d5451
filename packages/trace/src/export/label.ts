import { clip } from './plain.ts'

/** What means nothing to Mermaid, wherever it stands. */
const SAFE = /[A-Za-z0-9 .,()_/='*?-]/

/**
 * Text for a Mermaid diagram: ASCII that may have a meaning there is written by its number, `#62;`; what cannot be seen, as `·`.
 * @param room most characters of the text as it is read
 */
export function label(text: string, room: number): string {
  const plain = clip(
    text
      .slice(0, room * 4)
      .replace(/\s+/g, ' ')
      .trim(),
    room,
  )
  const written = plain
    .replace(/\p{Surrogate}/gu, '�')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '·')
    .replace(/[ -~]/g, (char) => (SAFE.test(char) ? char : `#${char.charCodeAt(0)};`))
  return written || '(anonymous)'
}
