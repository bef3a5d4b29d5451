import type { IncomingMessage } from 'node:http'
import { Refusal } from './answer.ts'
import { pathOf } from './project.ts'
import type { Project } from './project.ts'
import type { Place } from '../served.ts'

/** Bytes of a request that says where. */
const MOST = 8192

/** Milliseconds in which an editor that cannot be started says so. */
const PATIENCE = 400

/** Opens a person's editor at the place that a request names. @throws {Refusal} with what to do */
export async function openEditor(request: IncomingMessage, project: Project): Promise<void> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) throw new Refusal(415, 'Only JSON.')
  const { file, line, column } = placeIn(await bodyOf(request))
  const path = await pathOf(project, file)
  const { default: launch } = await import('launch-editor')
  const failure = await new Promise<string | undefined>((done) => {
    const timer = setTimeout(done, PATIENCE, undefined)
    launch(`${path}:${line}:${column}`, (_: string, why: string | null) => {
      clearTimeout(timer)
      done(why ?? 'none was found that runs here')
    })
  })
  if (failure !== undefined)
    throw new Refusal(501, `The editor was not opened: ${failure}. Set LAUNCH_EDITOR to its command, and start again.`)
}

function placeIn(text: string): Place {
  const { file, line, column } = parsed(text) as Partial<Record<keyof Place, unknown>>
  if (typeof file !== 'string' || !isOrdinal(line) || !isOrdinal(column)) throw new Refusal(400, 'Which file, line and column?')
  return { file, line, column }
}

const isOrdinal = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0

function parsed(text: string): object {
  try {
    return (JSON.parse(text) as object | null) ?? {}
  } catch {
    return {}
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > MOST) throw new Refusal(413, 'Too long.')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString()
}
