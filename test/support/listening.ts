import type { ChildProcess } from 'node:child_process'

export interface Listening {
  url: string
  /** All that it has printed so far, on both outputs. */
  printed(): string
}

/** Waits until a process prints `listening <url>`, or what else says where. @throws what it has printed, where it ends before that */
export async function listening(child: ChildProcess, where = /listening (\S+)/): Promise<Listening> {
  let printed = ''
  const url = await new Promise<string>((done, failed) => {
    const read = (text: Buffer): void => {
      printed += String(text)
      const found = where.exec(printed)?.[1]
      if (found) done(found)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.on('exit', () => failed(new Error(`the server ended: ${printed}`)))
  })
  return { url, printed: () => printed }
}

/** Ends a process, if it has not ended, and waits for that. */
export const ended = (child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> =>
  new Promise((done) => {
    if (child.exitCode !== null || child.signalCode) return done()
    child.on('exit', () => done())
    child.kill(signal)
  })
