import { relative, sep } from 'node:path'
import { deedOf } from '@spoor/shared'
import type { Deed } from '@spoor/shared'
import { explain, SpoorError, transform } from '@spoor/transform'
import type { TransformOptions } from '@spoor/transform'

/** The text of a file, instrumented where that changes it, and what was done. Never throws. */
export function passFile(
  code: string,
  path: string,
  options: TransformOptions & { root: string },
): { text: string | undefined; deed: Deed } {
  const file = relative(options.root, path).split(sep).join('/')
  try {
    const result = transform(code, path, options)
    const told = result ?? (code.includes('@spoor-ignore') ? explain(code, path, options) : { sites: [], skipped: [] })
    return { text: result?.code, deed: deedOf(file, told) }
  } catch (error) {
    const message = error instanceof SpoorError ? error.message.replace(path, file) : String((error as Error).stack)
    return { text: undefined, deed: { file, sites: [], skipped: [], error: message } }
  }
}
