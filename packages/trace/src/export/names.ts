import { clip, oneLine } from './plain.ts'
import type { Stream } from '../skeleton/survey.ts'

/** What a person calls a stream: `node server.mjs`, `node server.mjs (worker 2)`. */
export function titleOf({ header }: Stream): string {
  const title = clip(oneLine(header.title || header.platform), 200)
  return header.thread ? `${title} (worker ${header.thread})` : title
}

/** The same where there is little room: `server.mjs (worker 2)`; of a page its path. */
export function shortTitleOf({ header }: Stream): string {
  const { title, platform, thread } = header
  const short = clip(oneLine(pathOf(title) ?? scriptOf(title)), 60) || platform
  return thread ? `${short} (worker ${thread})` : short
}

/** `http://localhost:5173/shop` -> `/shop` */
const pathOf = (title: string): string | undefined => {
  const [, path] = /^[a-z][a-z+.-]*:\/\/[^/]*(.*)$/is.exec(title) ?? []
  return path === '' ? '/' : path
}

/** `node src/server.mjs --port 3000` -> `server.mjs` */
function scriptOf(title: string): string {
  const [program = '', script = ''] = title.split(' ')
  const file = /^(node|deno|bun)(\.exe)?$/.test(program) && !script.startsWith('-') ? script || program : program
  return file.split(/[/\\]/).at(-1)!
}

/** Process and thread numbers of the streams, as tools take them: none is 0, and none stands for two. */
export function numbersOf(streams: readonly Stream[]): Map<Stream, { pid: number; tid: number }> {
  const taken = new Set(streams.map(({ header }) => header.pid ?? 0))
  let next = 1
  const fresh = (): number => {
    while (taken.has(next)) next++
    taken.add(next)
    return next
  }
  const mains = new Set<number>()
  return new Map(
    streams.map((stream) => {
      const pid = stream.header.pid || fresh()
      // The first thread of a process has its number, as on Linux.
      const tid = mains.has(pid) || stream.header.thread ? fresh() : pid
      mains.add(tid)
      return [stream, { pid, tid }]
    }),
  )
}
