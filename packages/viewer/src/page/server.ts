import { HEADER, PATHS } from '../served.ts'
import type { Access, Place } from '../served.ts'

let access: Promise<Access | undefined> | undefined

/** Of the first answer. */
let project: string | undefined

/**
 * What the server of this page lets it do with the project's files; nothing where there is none: a page from a disk. A server that was
 * started anew is asked again.
 */
export function accessToFiles(): Promise<Access | undefined> {
  access ??= askForAccess()
  return access
}

/** The text of a file that a recorded function is in. @throws with words for people, where it cannot be had */
export async function sourceOf(file: string): Promise<string> {
  return (await ask(`${PATHS.source}?file=${encodeURIComponent(file)}`, {})).text()
}

/** Opens the person's editor there. @throws with words for people, where that cannot be done */
export async function openInEditor({ file, line, column }: Place): Promise<void> {
  await ask(PATHS.open, { method: 'POST', body: JSON.stringify({ file, line, column }) })
}

async function askForAccess(): Promise<Access | undefined> {
  if (!location.protocol.startsWith('http')) return undefined
  try {
    const answer = await fetch(PATHS.access, { headers: { [HEADER]: '1' }, cache: 'no-store' })
    const given = answer.ok ? ((await answer.json()) as Access) : undefined
    project ??= given?.project
    return given
  } catch {
    // It is not there now; it may be later.
    access = undefined
    return undefined
  }
}

async function ask(path: string, options: Omit<RequestInit, 'headers'>, isAgain = false): Promise<Response> {
  const allowed = await accessToFiles()
  if (!allowed) throw new Error('There is no server that could be asked for files.')
  if (project !== undefined && allowed.project !== project) throw new Error('Another project has this address now: load the page anew.')
  const headers = { 'content-type': 'application/json', [HEADER]: allowed.token }
  const answer = await fetch(path, { ...options, headers, cache: 'no-store' }).catch(() => undefined)
  if (!answer) throw new Error('The server that showed this page does not answer.')
  if (answer.ok) return answer
  if (answer.status === 403 && !isAgain) {
    access = undefined
    return ask(path, options, true)
  }
  throw new Error((await answer.text()).trim() || `The server answered ${answer.status}.`)
}
