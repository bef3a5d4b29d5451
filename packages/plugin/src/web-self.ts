import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isMainThread, threadId } from 'node:worker_threads'
import { spoor } from '@spoor/runtime'
import type { EndLine } from '@spoor/trace'
import { Lines } from './web-lines.ts'
import { watchNodeRequests } from './web-requests.ts'

const INTERVAL = 100

/**
 * Records what instrumented code does in this process: the server side of what a dev server serves.
 * @param requests whether requests are recorded too, and which other origins get the header `traceparent`
 * @returns a function that ends that
 */
export function recordSelf(folder: string, version: string, requests: false | { origins: readonly string[] }): () => void {
  mkdirSync(folder, { recursive: true })
  const stream = randomBytes(8).toString('hex')
  const lines = new Lines(whereOf(stream, version), () => performance.now())
  const write = (text: readonly string[]): void => {
    // A folder that is gone: nothing to disturb the program for.
    try {
      if (text.length) appendFileSync(join(folder, `node-${process.pid}-${stream}.spoor.ndjson`), text.join(''))
    } catch {}
  }
  const undo = [requests ? watchNodeRequests(requests.origins) : () => {}, spoor.subscribe(lines.sink())]
  const timer = setInterval(() => {
    lines.tellRunning()
    write(lines.take())
  }, INTERVAL).unref()
  const end = (reason: EndLine['reason']): void => {
    clearInterval(timer)
    for (const one of undo.splice(0)) one()
    lines.tellRunning()
    write(lines.end(reason, 0))
  }
  const onExit = (): void => end('exit')
  process.once('exit', onExit)
  return () => {
    process.off('exit', onExit)
    end('exit')
  }
}

function whereOf(stream: string, version: string): ConstructorParameters<typeof Lines>[0] {
  const { argv, versions } = process
  return {
    stream,
    origin: performance.timeOrigin,
    clock: 0,
    platform: 'node',
    title: [basename(argv[1] ?? 'node'), ...argv.slice(2)].join(' '),
    pid: process.pid,
    ...(!isMainThread && { thread: threadId }),
    versions: { node: versions.node, spoor: version },
  }
}
