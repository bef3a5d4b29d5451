import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { threadId } from 'node:worker_threads'
import { deedOf } from '@spoor/shared'
import type { Deed } from '@spoor/shared'
import type { TransformOptions, TransformResult } from '@spoor/transform'
import { say } from '../messages.ts'
import { relativeTo } from '../plan.ts'
import type { Door } from './node-door.ts'
import { unseen } from './node-lazy.ts'
import { ownMapOf, withMap } from './node-maps.ts'

export type Source = string | ArrayBuffer | NodeJS.ArrayBufferView | null | undefined

/** What Node's loaders hand over as text or bytes, as text. */
export function textOf(source: Source): string | undefined {
  if (source == null || typeof source === 'string') return source ?? undefined
  return new TextDecoder('utf8', { ignoreBOM: true }).decode(source)
}

/**
 * The text of a file that Node is about to compile, instrumented; `undefined` where it stays as it is. Never throws.
 * @param place URL or path
 * @param format as Node calls it: `commonjs`, `module`, `module-typescript`, ...; `undefined` where it has yet to find out
 */
export function instrument(door: Door, place: string, format: string | null | undefined, code: string | undefined): string | undefined {
  if (door.busy || code === undefined || (format && !SCRIPT_FORMAT.test(format))) return undefined
  const path = pathOf(place)
  const source = path && door.plan.wants(path)
  if (!source) return undefined
  door.busy = true
  try {
    const { deed, text } = throughCache(door, [format, maps(), source.path, code].join('\0'), () => run(door, code, source.path, format))
    door.tell(deed)
    return text
  } finally {
    door.busy = false
  }
}

const SCRIPT_FORMAT = /^(?:commonjs|module|typescript|(?:commonjs|module)-typescript)$/

function pathOf(place: string): string | undefined {
  if (!/^[a-z][a-z+.-]+:/i.test(place)) return place
  return place.startsWith('file:') ? fileURLToPath(place) : undefined
}

interface Done {
  deed: Deed
  text: string | undefined
}

function run({ plan }: Door, code: string, path: string, format: string | null | undefined): Done {
  const file = relativeTo(plan.root, path)
  try {
    const { explain, transform } = loadPass()
    const options = {
      ...plan.pass,
      ...loadOptions(plan.babel),
      ...sourceTypes(format),
      inputMap: () => ownMapOf(code, path),
      runtime: false as const,
    }
    const result = transform(code, path, options)
    const told = result ?? (code.includes('@spoor-ignore') ? explain(code, path, options) : { sites: [], skipped: [] })
    return { deed: deedOf(file, told), text: result && textWithMap(result, code, path) }
  } catch (error) {
    return { deed: { file, sites: [], skipped: [], error: messageOf(error, file, path) }, text: undefined }
  }
}

const require = createRequire(import.meta.url)

let pass: typeof import('@spoor/transform') | undefined

/** Most processes that inherit the door (`npm`, shells' helpers) load none of the project's files, and need no parser. */
const loadPass = (): typeof import('@spoor/transform') =>
  (pass ??= unseen(() => require('@spoor/transform') as typeof import('@spoor/transform')))

function loadOptions(babel: boolean | object): Pick<TransformOptions, 'parse'> {
  if (!babel) return {}
  const { babelParse } = unseen(() => require('@spoor/transform/babel') as typeof import('@spoor/transform/babel'))
  return { parse: babelParse(babel) }
}

/** Node knows a module for certain; what it calls CommonJS may yet be compiled from something else by a hook of the program's. */
const sourceTypes = (format: string | null | undefined): TransformOptions =>
  format?.startsWith('module') ? { sourceType: 'module' } : { ambiguousAs: 'commonjs' }

const textWithMap = (result: TransformResult, code: string, path: string): string => (maps() ? withMap(result, code, path) : result.code)

const maps = (): boolean => Boolean((process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled)

function messageOf(error: unknown, file: string, path: string): string {
  if ((error as Error).name === 'SpoorError') return (error as Error).message.replace(path, file)
  return say('pass-failed', { file, detail: error instanceof Error ? (error.stack ?? error.message) : String(error) }).replace(
    'spoor: ',
    '',
  )
}

/** Text and deed as another process left them, where one has been here before with the same file and the same options. */
function throughCache({ cache, plan }: Door, key: string, make: () => Done): Done {
  if (!cache) return make()
  const file = join(cache, createHash('sha256').update(`${plan.key}\0${key}`).digest('hex'))
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Done
  } catch {
    const done = make()
    try {
      writeFileSync(`${file}.${process.pid}-${threadId}`, JSON.stringify(done))
      renameSync(`${file}.${process.pid}-${threadId}`, file)
    } catch {
      // The program is not to know of a full disk.
    }
    return done
  }
}
