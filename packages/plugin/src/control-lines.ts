/** Most bytes of one frame to a client, as far as lines allow. */
const MOST_IN_FRAME: number = 64 * 2 ** 10

const LINE_BREAK = 10

const NEEDED = ['{"t":"header"', '{"t":"site"'].map((text) => Buffer.from(text))

/** Pieces of whole lines. What stands behind the last line break is left out. */
export function* pieces(lines: Buffer, size: number = MOST_IN_FRAME): Generator<Buffer> {
  const all = lines.lastIndexOf(LINE_BREAK) + 1
  for (let from = 0; from < all;) {
    const last = from + size < all ? lines.lastIndexOf(LINE_BREAK, from + size - 1) : all - 1
    const end = last < from ? lines.indexOf(LINE_BREAK, from) : last
    yield lines.subarray(from, end + 1)
    from = end + 1
  }
}

/** What a reader needs to understand later lines, the headers and the functions, apart from the others, which are only counted. */
export function essence(lines: Buffer): { needed: Buffer[]; others: number } {
  const needed: Buffer[] = []
  let others = 0
  for (let from = 0; from < lines.length;) {
    const end = (lines.indexOf(LINE_BREAK, from) + 1 || lines.length) as number
    if (NEEDED.some((start) => lines.subarray(from, from + start.length).equals(start))) needed.push(lines.subarray(from, end))
    else others++
    from = end
  }
  return { needed, others }
}

/**
 * Says within the stream that lines are missing.
 * @param time milliseconds since its origin
 * @param reason `ring`: the oldest, which were let go
 */
export const dropLine = (time: number, count: number, reason: 'queue' | 'ring' = 'queue'): Buffer =>
  Buffer.from(`{"t":"drop","time":${Math.max(0, Math.round(time))},"reason":"${reason}","count":${count}}\n`)

/** When its stream began, in Unix milliseconds, by its header. */
export function originIn(lines: Buffer): number | undefined {
  const found = /^\{"t":"header"[^\n]*?"origin":([\d.]+)/.exec(lines.toString('latin1', 0, 400))?.[1]
  return found === undefined ? undefined : Number(found)
}
