import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { TransformResult } from '@spoor/transform'
import remapping from '@jridgewell/remapping'

const COMMENT = /\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/
const INLINE = /^data:application\/json[^,]*?;base64,(.*)$/

interface Map {
  sources?: (string | null)[]
}

/** The map within text that a hook of the program's (`ts-node`, `tsx`, `@babel/register`) made from the very file of that path. */
export function ownMapOf(code: string, path: string): Map | undefined {
  const data = INLINE.exec(COMMENT.exec(code)?.[1] ?? '')?.[1]
  if (!data) return undefined
  const map = parsed(Buffer.from(data, 'base64').toString())
  return map?.sources?.length === 1 && basename(map.sources[0] ?? '') === basename(path) ? map : undefined
}

/** The instrumented text and, on a line behind its last, its map: down to where the text's own map leads, in the text or beside it. */
export function withMap({ code, map }: TransformResult, original: string, path: string): string {
  const inner = mapBeside(original, path)
  const whole = inner ? remapping([map as never, inner.map as never], () => null) : map
  if (inner) whole.sources = whole.sources.map((source) => source && resolve(dirname(inner.path), source))
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(whole)).toString('base64')}`
}

/** What `//# sourceMappingURL=file.js.map` leads to. */
function mapBeside(code: string, path: string): { map: Map; path: string } | undefined {
  const url = COMMENT.exec(code)?.[1]
  if (!url || url.startsWith('data:')) return undefined
  try {
    const file = resolve(dirname(path), decodeURIComponent(url))
    const map = parsed(readFileSync(file, 'utf8'))
    return map && { map, path: file }
  } catch {
    return undefined
  }
}

function parsed(json: string): Map | undefined {
  try {
    return JSON.parse(json) as Map
  } catch {
    return undefined
  }
}
