import { randomBytes } from 'node:crypto'
import { basename, relative } from 'node:path'
import { RECORD_OPTIONS_VARIABLE } from '@spoor/shared'
import type { RecordOptions } from './record.ts'

/** 16 hexadecimal digits. */
export const newStream = (): string => randomBytes(8).toString('hex')

/** `['/usr/bin/node', '/home/me/app/src/server.js', '--port', '3000']` -> `node src/server.js --port 3000` */
export function titleOf([node = 'node', script, ...rest]: readonly string[], cwd: string = process.cwd()): string {
  const path = script && relative(cwd, script)
  const short = path?.startsWith('..') ? basename(script as string) : path
  const words = [basename(node), short, ...rest].filter(Boolean).join(' ')
  return words.length > 200 ? `${words.slice(0, 199)}…` : words
}

/** What the environment says of how to record, in processes as in pages. @throws {SyntaxError} for what cannot be read */
export const optionsIn = (env: NodeJS.ProcessEnv): Partial<RecordOptions> =>
  JSON.parse(env[RECORD_OPTIONS_VARIABLE] || '{}') as Partial<RecordOptions>

const RECORDING = Symbol.for('spoor.recording/1')
const world = globalThis as { [RECORDING]?: boolean }

/** Whether this thread is recorded to a file already, by whichever copy of this module. */
export const isRecording = (): boolean => world[RECORDING] === true

export function setRecording(recording: boolean): void {
  if (recording) world[RECORDING] = true
  else delete world[RECORDING]
}
