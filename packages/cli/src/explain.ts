import { readFileSync } from 'node:fs'
import { relative, resolve, sep } from 'node:path'
import { explain, SpoorError, transform } from '@spoor/transform'
import type { TransformOptions } from '@spoor/transform'
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff'
import { onOutput as pc } from './colors.ts'
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

/** What the pass makes of a file. */
export interface Instrumented {
  /** Its text with the probes in it; that of the file where nothing is traced. */
  code: string
  /** From the file to that, as a unified diff; '' where nothing is traced. */
  diff: string
}

type Selected = { include: readonly string[]; exclude: readonly string[] }

/** What the pass does with the functions of a file, in the order of the text. @throws {Failure} where the file cannot be read */
export function explainFile(path: string, root: string, selected: Selected): Explained[] {
  return readWith(path, root, selected, (text, full, options) => {
    const file = nameOf(full, root)
    const { sites, skipped } = explain(text, full, options)
    const left = skipped.filter(({ reason }) => reason !== 'module-body')
    const all: Explained[] = [...sites.map(({ name, line, column }) => ({ file, name, line, column })), ...left]
    return all.sort((a, b) => a.line - b.line || a.column - b.column)
  })
}

/** The file as it runs. @throws {Failure} where it cannot be read */
export function instrumentFile(path: string, root: string, selected: Selected): Instrumented {
  return readWith(path, root, selected, (text, full, options) => {
    const code = transform(text, full, options)?.code ?? text
    const file = nameOf(full, root)
    if (code === text) return { code, diff: '' }
    const diff = createTwoFilesPatch(`a/${file}`, `b/${file}`, text, code, '', '', { context: 2, headerOptions: FILE_HEADERS_ONLY })
    return { code, diff: diff.replaceAll('\t\n', '\n') }
  })
}

const nameOf = (full: string, root: string): string => relative(root, full).split(sep).join('/')

function readWith<T>(
  path: string,
  root: string,
  { include, exclude }: Selected,
  act: (text: string, full: string, options: TransformOptions) => T,
): T {
  const full = resolve(path)
  try {
    return act(readFileSync(full, 'utf8'), full, { root, include, exclude })
  } catch (error) {
    if (error instanceof SpoorError) throw new Failure(error.message.replace(full, nameOf(full, root)), '')
    throw new Failure((error as Error).message, 'Give the path of a JavaScript or TypeScript file.')
  }
}

/** A diff in colours, where there are any. */
export function renderDiff(diff: string): string {
  const paint = (line: string): string => {
    if (/^(---|\+\+\+) /.test(line)) return pc.bold(line)
    return line.startsWith('@@') ? pc.cyan(line) : line.startsWith('+') ? pc.green(line) : line.startsWith('-') ? pc.red(line) : line
  }
  return diff.split('\n').map(paint).join('\n')
}

export function renderExplained(functions: readonly Explained[]): string {
  const lines = functions.map(({ file, line, column, name, reason }) => {
    const place = `${file}:${line}:${column}`
    return reason ? `${pc.dim(place)} ${name} ${pc.yellow(`left alone: ${reason}`)}` : `${pc.dim(place)} ${name} ${pc.green('traced')}`
  })
  return `${lines.join('\n')}\n`
}
