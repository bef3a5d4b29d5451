import { readFile, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import remapping from '@jridgewell/remapping'
import type { TransformResult } from '@spoor/transform'

/** A file of the output, as far as it is used here. */
export interface Artifact {
  path: string
  kind: string
}

/** Path of a module, with forward slashes -> what the pass made of it. */
export type Maps = Map<string, Pick<TransformResult, 'map'>>

const INLINE = /(\/\/# sourceMappingURL=data:application\/json[^,]*;base64,)([\w+/=]+)/

/**
 * Bun knows nothing of the maps of plugins: in its own map the lines are the author's, and the columns are those of instrumented
 * code. Here a file that it has written gets the author's. What it keeps in memory stays as it is.
 */
export async function readMapBack({ path, kind }: Artifact, maps: Maps): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return
  if (kind === 'sourcemap') return writeFile(path, compose(text, path, maps))
  const [, head, data] = INLINE.exec(text) ?? []
  if (!head || !data) return
  const map = compose(Buffer.from(data, 'base64').toString(), path, maps)
  await writeFile(
    path,
    text.replace(INLINE, () => head + Buffer.from(map).toString('base64')),
  )
}

function compose(text: string, path: string, maps: Maps): string {
  const outer = JSON.parse(text) as { sources: string[] }
  const own = new Map(outer.sources.map((source) => [source, maps.get(resolve(dirname(path), source).replaceAll('\\', '/'))?.map]))
  const { sources, sourcesContent, mappings, names } = remapping(text, (source, { depth }) => {
    const map = depth === 1 && own.get(source)
    // Relative to the source itself, so that its name stays.
    return map ? { ...map, version: 3, sources: [source.replace(/^.*\//, '')] } : null
  })
  return JSON.stringify({ ...outer, sources, sourcesContent, mappings, names }, null, 2)
}
