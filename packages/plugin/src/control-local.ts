import { threadId } from 'node:worker_threads'
import { STREAM_VARIABLE } from '@spoor/shared'
import type { ControlLimits, ProgramKind } from '@spoor/shared'
import { spoor } from '@spoor/runtime'
import { createRecorder } from '@spoor/trace'
import type { RecorderOptions } from '@spoor/trace'
import type { Hub, Reach } from './control-hub.ts'
import { ownVersion } from './own.ts'
import { isRecording, newStream, titleOf } from './record-names.ts'
import { LIVE_LIMITS, OwnProgram } from './web-program.ts'
import { watchNodeRequests } from './web-requests.ts'

/** Milliseconds between looks at what is to be sent, and at how the program stands. */
const INTERVAL = 100
const NEWS = 1000

/** How this thread takes part in a hub. */
export interface LocalOptions {
  kind: ProgramKind
  /** Whether requests are watched while somebody watches, and which other origins get the header `traceparent`. */
  requests: false | { origins: readonly string[] }
  limits?: ControlLimits
}

/** This thread joins a hub that is in it. Nothing of it keeps the process alive. @returns a function that ends that */
export function joinThread(hub: Hub, { kind, limits, requests }: LocalOptions): () => void {
  const parentStream = isRecording() ? undefined : process.env[STREAM_VARIABLE]
  // What is recorded to a file at the same time is the same stream.
  const stream = (isRecording() && process.env[STREAM_VARIABLE]) || newStream()
  // What a process starts from now on knows whose child it is.
  if (kind === 'processes') process.env[STREAM_VARIABLE] = stream
  const recorder = createRecorder({ ...whatThisIs(stream), ...(parentStream && { parentStream }), limits: { ...LIVE_LIMITS, ...limits } })
  let unwatch: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  const send = (time: number = performance.now(), ends?: 'exit'): void => {
    const text = recorder.take(time, ends)
    if (text) hub.lines(stream, Buffer.from(text))
  }
  const program = new OwnProgram({
    recorder: () => recorder,
    isRecorded: false,
    onWatch(isOn) {
      clearInterval(timer)
      unwatch?.()
      unwatch = undefined
      if (!isOn) return
      // Under a recording they are watched already.
      if (requests && !isRecording()) unwatch = watchNodeRequests(requests.origins)
      timer = setInterval(send, INTERVAL).unref()
    },
  })
  const reach: Reach = { ...reachOf(program, send), refresh: () => tell() }
  const tell = newsOf(hub, program, reach, { id: stream, kind, platform: threadId ? 'worker' : 'node', title: titleOf(process.argv) })
  tell()
  const news = setInterval(tell, NEWS).unref()
  // What happened last goes out at once, as far as it fits into what the system buffers.
  const onExit = (): void => {
    if (program.isWatched) send(undefined, 'exit')
  }
  process.on('exit', onExit)
  return () => {
    process.off('exit', onExit)
    clearInterval(news)
    program.watch(false)
    hub.part(stream, reach)
  }
}

/** What is held of what happened before is there as soon as somebody watches. */
function reachOf(program: OwnProgram, send: () => void): Reach {
  return {
    change: (order) => program.change(order),
    watch(isOn) {
      program.watch(isOn)
      if (isOn) send()
    },
    mark: (name) => program.mark(name),
    clear: () => program.clear(),
  }
}

type Who = { id: string; kind: ProgramKind; platform: 'node' | 'worker'; title: string }

/** Where nobody is there, it is looked at only when functions were loaded. */
function newsOf(hub: Hub, program: OwnProgram, reach: Reach, who: Who): () => void {
  let sites = -1
  let said = ''
  return () => {
    const { length } = spoor.sites()
    if (length === sites && !hub.clients) return
    sites = length
    const { limits } = program
    const facts = { ...who, pid: process.pid, ...(threadId && { thread: threadId }), status: program.status(), limits }
    const text = JSON.stringify(facts)
    if (text === said) return
    said = text
    hub.join(facts, reach)
  }
}

const whatThisIs = (stream: string): RecorderOptions => ({
  stream,
  platform: threadId ? 'worker' : 'node',
  title: titleOf(process.argv),
  pid: process.pid,
  thread: threadId,
  versions: { node: process.versions.node, spoor: ownVersion() },
})
