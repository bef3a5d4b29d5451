import { threadId } from 'node:worker_threads'
import { RECORD_VARIABLE, STREAM_VARIABLE } from '@spoor/shared'
import { spoor } from '@spoor/runtime'
import type { Settings, Sink } from '@spoor/runtime'
import { recordToFiles } from '@spoor/trace/node'
import type { FileRecorder, Recorder, RecordLimits } from '@spoor/trace/node'
import { say } from './messages.ts'
import { untilTheEnd } from './record-end.ts'
import { newStream, optionsIn, setRecording, titleOf } from './record-names.ts'
import { ownVersion } from './own.ts'
import { watchNodeRequests } from './web-requests.ts'

/** How this process is recorded. */
export interface RecordOptions {
  /** Folder for the files; made where it is missing. Each process and each thread of it writes one of its own. */
  folder: string
  /** Whether the files are compressed, `*.spoor.ndjson.gz`. @default false */
  gzip?: boolean
  /** Milliseconds between writes: what a process that is killed loses at most. @default 250 */
  interval?: number
  /** Bytes after which a new file is begun. @default 64 MiB */
  partSize?: number
  /** Bytes that the files of one thread may take together, before the oldest is deleted. @default 512 MiB */
  totalSize?: number
  /** How much is kept; what is left out is counted. */
  limits?: Partial<RecordLimits>
  /** Whether requests over HTTP are recorded too, and which other origins get the header `traceparent`. @default true */
  requests?: boolean | { origins: readonly string[] }
  /** How much of a value is kept, as in `spoor.configure`. */
  values?: Settings['values']
}

/**
 * Records this thread to a file, from the first event on, until it ends: by itself, by an uncaught exception or by a signal, none of which
 * goes otherwise than without. Of what is killed, all but the last `interval` is in the file.
 * @example
 * ```ts
 * import { record } from 'spoor/record'
 *
 * const stop = record({ folder: 'recordings' })
 * ```
 * @returns a function that writes what is left and ends the recording
 * @throws {RangeError} for limits that are none
 */
export function record(options: RecordOptions): () => void {
  const { requests = true, values, ...files } = options
  if (values) spoor.configure({ values })
  const parentStream = process.env[STREAM_VARIABLE]
  const stream = newStream()
  // What this process starts from now on knows whose child it is.
  process.env[STREAM_VARIABLE] = stream
  let file: FileRecorder | undefined
  let release = (): void => undefined
  const begin = (): FileRecorder => {
    file = recordToFiles({
      ...files,
      stream,
      ...(parentStream && { parentStream }),
      name: `${process.pid}-${threadId}-${stream}`,
      platform: threadId ? 'worker' : 'node',
      title: titleOf(process.argv),
      pid: process.pid,
      thread: threadId,
      versions: { node: process.versions.node, spoor: ownVersion() },
      warn: (detail) => complain(detail),
    })
    release = untilTheEnd(file)
    return file
  }
  const unwatch = requests ? watchNodeRequests(requests === true ? [] : requests.origins) : undefined
  const unsubscribe = spoor.subscribe(lazily((isRequest) => (file ?? (isRequest ? undefined : begin()))?.recorder))
  setRecording(true)
  return () => {
    setRecording(false)
    unwatch?.()
    unsubscribe()
    file?.close('exit')
    release()
  }
}

/** Most processes that inherit the environment call nothing that is traced: they get no file, no timer and no listener. */
function lazily(recorder: (isRequest?: true) => Recorder | undefined): Sink {
  return {
    enter: (call) => recorder()?.enter(call),
    exit: (call) => recorder()?.exit(call),
    pause: (call) => recorder()?.pause(call),
    resume: (call) => recorder()?.resume(call),
    learn: (call) => recorder()?.learn(call),
    mark: (mark) => recorder()?.mark(mark),
    request: (request) => recorder(true)?.request(request),
    flush: () => recorder(true)?.flush(),
  }
}

/** Records as the environment asks for it: see `SPOOR_RECORD`. @throws {RangeError} and {SyntaxError} for what cannot be read there */
export function recordFromEnvironment(env: NodeJS.ProcessEnv): void {
  const folder = env[RECORD_VARIABLE]
  if (folder) record({ ...optionsIn(env), folder })
}

function complain(detail: string): void {
  try {
    process.stderr.write(`${say('recording-stopped', { detail })}\n`)
  } catch {
    // The program has closed what we write to.
  }
}
