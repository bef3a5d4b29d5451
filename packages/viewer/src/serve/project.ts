import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { resolve, sep, win32 } from 'node:path'
import { Refusal } from './answer.ts'

/** The project whose functions were recorded, as far as the page may see it. */
export interface Project {
  /** Absolute path of the folder that the files of sites are relative to. */
  root: string
  /** By which pages tell it from another one that has its address later. */
  id?: string
  /** Whether a site of what is shown names this file. */
  isKnownFile(file: string): boolean | Promise<boolean>
  /** The folder that any other file is relative to, where a site of a program of another root names it. */
  elsewhere?(file: string): string | undefined
}

/** Bytes of the longest text that is shown. */
const MOST = 4 * 2 ** 20

/** Absolute path of a file that a site names. @throws {Refusal} where it is unknown, missing, or outside the project */
export async function pathOf(project: Project, file: string): Promise<string> {
  // What says a place of its own is not even looked for: on Windows that may ask another machine, and tell it who asks.
  const isOne = file !== '' && !file.includes('\0') && !win32.isAbsolute(file)
  const folder = isOne ? await folderOf(project, file) : undefined
  if (folder === undefined) throw new Refusal(404, `${file || 'It'} is none of the files that are traced here.`)
  const root = await realpath(folder).catch(() => folder)
  const path = await realpath(resolve(root, file)).catch(() => undefined)
  if (path === undefined) throw new Refusal(404, `${file} is not in ${folder} any more.`)
  // Also where a link leads out of it.
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) throw outside(file)
  return path
}

const outside = (file: string): Refusal =>
  new Refusal(403, `${file} is outside of the project. Set the option \`root\` (of \`spoor view\`: \`--root\`) to a folder that it is in.`)

const folderOf = async (project: Project, file: string): Promise<string | undefined> =>
  (await project.isKnownFile(file)) ? project.root : project.elsewhere?.(file)

/** The text of such a file. @throws {Refusal} also where it is no file, or too long */
export async function textOf(project: Project, file: string): Promise<Buffer> {
  const path = await pathOf(project, file)
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)).catch(() => undefined)
  if (!handle) throw new Refusal(404, `${file} cannot be read.`)
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw new Refusal(404, `${file} is no file.`)
    if (stats.size > MOST) throw new Refusal(413, `${file} is too long to be shown.`)
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}
