import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Batch, Platform, Shown } from './platform.ts'
import { preludeOf } from './platform.ts'

const SILENCE_MS = 60_000
/** What programs leave behind adds up: a process is replaced after so many runs of one. */
const RUNS = 60_000
const FLAGS = ['--experimental-vm-modules', '--no-warnings', '--no-compilation-cache']

/** Runs programs in a process of their own, begun anew when it dies or has run enough. */
export function nodePlatform(): Platform {
  let host: ChildProcess | undefined
  let runs = 0

  const end = (): void => {
    host?.kill('SIGKILL')
    host = undefined
    runs = 0
  }

  function run({ kind, condition, texts }: Batch): Promise<Shown[]> {
    if (runs > RUNS) end()
    runs += texts.length
    host ??= fork(join(import.meta.dirname, 'node-host.mjs'), { execArgv: FLAGS, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const { resolve, reject, promise } = withResolvers<Shown[]>()
    const fail =
      (why: string) =>
      (code?: number, signal?: string): void => {
        end()
        reject(
          new Error(`programs ${why} (${code ?? ''}${signal ?? ''}): ${texts[0]?.file} to ${texts.at(-1)?.file}, ${kind}, ${condition}`),
        )
      }
    const died = fail('took their process down')
    const silence = setTimeout(fail('never ended'), SILENCE_MS)
    host.once('exit', died)
    host.once('message', ({ shown, error }: { shown?: Shown[]; error?: string }) =>
      shown ? resolve(shown) : fail(`broke the stage: ${error}`)(),
    )
    host.send({ kind, prelude: preludeOf(condition), texts })
    const process = host
    return promise.finally(() => {
      clearTimeout(silence)
      process.off('exit', died)
      process.removeAllListeners('message')
    })
  }

  return { name: 'node', using: false, run, close: async () => end() }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let resolve!: (value: T) => void
  let reject!: (error: Error) => void
  const promise = new Promise<T>((yes, no) => {
    resolve = yes
    reject = no
  })
  return { promise, resolve, reject }
}
