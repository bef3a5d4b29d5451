import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { NOTES_VARIABLE, RECORD_OPTIONS_VARIABLE, RECORD_VARIABLE } from '@spoor/shared'
import type { ProcessNote } from '@spoor/shared'
import { Failure } from '../failure.ts'
import { execute } from './execute.ts'
import type { Ended } from './execute.ts'
import { describeNothing, describeRecording } from './tell.ts'

export interface RunOptions {
  /** The words of the command. */
  words: readonly string[]
  cwd: string
  /** Selectors; none: what `SPOOR` in the environment says, or else each project's options. */
  include: readonly string[] | undefined
  /** Folder for the files, new or without recordings; none: a new one below `.spoor`. */
  out: string | undefined
  gzip: boolean
  values: boolean
  /** Path of the Node door. */
  register: string
  /** Takes what is told at the end. */
  tell(text: string): void
}

/**
 * Runs a command whose processes record, as if it were run by itself: its streams are those of this process.
 * @throws {Failure} where the folder holds recordings already, or the command cannot be started
 */
export async function runRecorded(options: RunOptions): Promise<Ended> {
  const { cwd, tell } = options
  const folder = resolve(cwd, options.out ?? join('.spoor', stamp(new Date())))
  prepare(folder, options.out === undefined)
  const notes = join(folder, NOTES)
  const ended = await execute(options.words, cwd, environment(folder, notes, options))
  const shown = relative(cwd, folder) || '.'
  tell(hasRecordings(folder) ? await describeRecording(folder, shown) : describeNothing(readNotes(notes)))
  rmSync(notes, { force: true })
  // Only a folder with nothing in it goes.
  if (!readdirSync(folder).length) rmSync(folder, { recursive: true })
  return ended
}

const NOTES = 'processes.ndjson'

/** `2026-11-21-18-04-59` */
const stamp = (date: Date): string => date.toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')

/** What is recorded is nobody else's business: for its owner alone, and for no repository. */
function prepare(folder: string, own: boolean): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new Failure((error as Error).message, 'Name another folder with --out.')
  }
  if (hasRecordings(folder)) throw new Failure(`${folder} holds recordings already`, 'Name another folder with --out.')
  const ignore = join(folder, '..', '.gitignore')
  if (own && !existsSync(ignore)) writeFileSync(ignore, '*\n')
}

const hasRecordings = (folder: string): boolean => readdirSync(folder).some((name) => /\.spoor\.ndjson(\.gz)?$/.test(name))

function environment(folder: string, notes: string, { include, gzip, values, register }: RunOptions): NodeJS.ProcessEnv {
  const { env } = process
  return {
    ...env,
    SPOOR: include ? include.join(',') : env['SPOOR'] || '1',
    ...(!values && { SPOOR_OPTIONS: JSON.stringify({ ...(JSON.parse(env['SPOOR_OPTIONS'] || '{}') as object), values: false }) }),
    [RECORD_VARIABLE]: folder,
    [NOTES_VARIABLE]: notes,
    [RECORD_OPTIONS_VARIABLE]: JSON.stringify({ ...(JSON.parse(env[RECORD_OPTIONS_VARIABLE] || '{}') as object), ...(gzip && { gzip }) }),
    // `--require` and not `--import`, which would change how Node loads the main file of a CommonJS program.
    NODE_OPTIONS: [env['NODE_OPTIONS'], `--require=${JSON.stringify(register)}`].filter(Boolean).join(' '),
  }
}

function readNotes(file: string): ProcessNote[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as ProcessNote)
}
