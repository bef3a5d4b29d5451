import { isMainThread } from 'node:worker_threads'
import type { FileRecorder } from '@spoor/trace/node'

const SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Writes what is held when this thread ends, in whatever way a program can see. It ends as it would have without: the exit code stays,
 * uncaught exceptions go on their way, and a signal that nobody else listens to ends the process as that signal does.
 * @returns a function that stops listening
 */
export function untilTheEnd(file: Pick<FileRecorder, 'write' | 'close'>): () => void {
  let uncaught = false
  const onExit = (code: number): void => file.close(uncaught && code !== 0 ? 'uncaught' : 'exit')
  const onUncaught = (): void => {
    uncaught = true
    file.write()
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return file.write()
    file.close('signal')
    process.removeListener(signal, onSignal)
    process.kill(process.pid, signal)
  }
  const signals = isMainThread ? SIGNALS : []
  process.on('exit', onExit)
  process.on('uncaughtExceptionMonitor', onUncaught)
  for (const signal of signals) process.on(signal, onSignal)
  return () => {
    process.removeListener('exit', onExit)
    process.removeListener('uncaughtExceptionMonitor', onUncaught)
    for (const signal of signals) process.removeListener(signal, onSignal)
  }
}
