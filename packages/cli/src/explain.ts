import { readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { explain, SpoorError } from '@spoor/transform'
import pc from 'picocolors'
import { Failure } from './failure.ts'

/** One function of a file: traced, or left alone for a reason. */
export interface Explained {
  file: string
  name: string
  line: number
  column: number
  /** `undefined`: it is traced. */
  reason?: string
}

/** What the pass does with the functions of a file, in the order of the text. @throws {Failure} where the file cannot be read */
export function explainFile(
  path: string,
  root: string,
  { include, exclude }: { include: readonly string[]; exclude: readonly string[] },
): Explained[] {
  const full = resolve(path)
  const file = relative(root, full).split(sep).join('/')
  try {
    const { sites, skipped } = explain(readFileSync(full, 'utf8'), full, { root, include, exclude })
    const left = skipped.filter(({ reason }) => reason !== 'module-body')
    const all: Explained[] = [...sites.map(({ name, line, column }) => ({ file, name, line, column })), ...left]
    return all.sort((a, b) => a.line - b.line || a.column - b.column)
  } catch (error) {
    if (error instanceof SpoorError) throw new Failure(error.message.replace(full, file), '')
    throw new Failure((error as Error).message, 'Give the path of a JavaScript or TypeScript file.')
  }
}

export function renderExplained(functions: readonly Explained[]): string {
  const lines = functions.map(({ file, line, column, name, reason }) => {
    const place = `${file}:${line}:${column}`
    return reason ? `${pc.dim(place)} ${name} ${pc.yellow(`left alone: ${reason}`)}` : `${pc.dim(place)} ${name} ${pc.green('traced')}`
  })
  return `${lines.join('\n')}\n`
}
