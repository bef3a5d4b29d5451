import { decodeLine } from '@spoor/trace'
import type { Source } from '@spoor/trace'

const LINE_BREAK = 10

/** What each line of a function has in it, and hardly another. */
const SITE = '"site"'

/** The files of the functions in recordings, as these name them. Other lines are not looked into. */
export async function filesIn(sources: readonly Source[]): Promise<ReadonlySet<string>> {
  const files = new Set<string>()
  for (const source of sources) {
    let rest = Buffer.alloc(0)
    try {
      for await (const chunk of source.chunks()) {
        const bytes = Buffer.concat([rest, chunk as Uint8Array])
        const end = bytes.lastIndexOf(LINE_BREAK) + 1
        collect(bytes.subarray(0, end), files)
        rest = bytes.subarray(end)
      }
    } catch {
      // Cut short: what came before counts.
    }
  }
  return files
}

function collect(lines: Buffer, files: Set<string>): void {
  for (let at = lines.indexOf(SITE); at >= 0;) {
    const end = lines.indexOf(LINE_BREAK, at)
    const line = decodeLine(lines.toString('utf8', lines.lastIndexOf(LINE_BREAK, at) + 1, end))
    if (line.t === 'site') files.add(line.file)
    at = lines.indexOf(SITE, end)
  }
}
