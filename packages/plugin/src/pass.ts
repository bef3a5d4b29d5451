import type { SourceMap, TransformOptions, TransformResult } from '@spoor/transform'
import { keyOf, openCache, passIdentity } from './cache.ts'
import type { Cache } from './cache.ts'
import type { Plan } from './plan.ts'

type Pass = typeof import('@spoor/transform')

let pass: Promise<Pass> | undefined

/** Parser and all, which take a while to load: a build that is not traced, or finds everything kept, does without. */
export const loadPass = (): Promise<Pass> => (pass ??= import('@spoor/transform'))

/** What was kept of a result: without the text that the map is a map of, where the key holds it already. */
type Kept = Pick<TransformResult, 'code' | 'sites' | 'skipped'> & { map: SourceMap }

/** The cache of a build: another one wherever the options or the pass itself differ. */
export const openPass = (plan: Plan): Cache | null => openCache(plan.root, keyOf(plan.key, passIdentity())) ?? null

/**
 * Runs the pass, or gives what it gave for the same text of the same file. Pure as the pass is; what compilers made of a file is not
 * kept, since its map would have to be compared too.
 *
 * @param marks whether the functions only get marks
 * @throws {SpoorError} as the pass does; errors are not kept
 */
export async function runPass(
  cache: Cache | null | undefined,
  code: string,
  path: string,
  options: TransformOptions,
  marks: boolean,
): Promise<TransformResult | undefined> {
  const run = async (): Promise<TransformResult | undefined> => {
    const { mark, transform } = await loadPass()
    return marks ? mark(code, path, options) : transform(code, path, options)
  }
  if (!cache || options.inputMap) return run()
  const key = keyOf(marks ? 'mark' : 'probe', path, code)
  const kept = cache.get(key) as Kept | null | undefined
  if (kept !== undefined) return kept ? revive(kept, code) : undefined
  const result = await run()
  cache.set(key, result ? keep(result, code) : null)
  return result
}

function keep({ code, map, sites, skipped }: TransformResult, source: string): Kept {
  const { sourcesContent, ...rest } = map
  return { code, map: sourcesContent?.length === 1 && sourcesContent[0] === source ? rest : map, sites, skipped }
}

function revive({ map, ...rest }: Kept, source: string): TransformResult {
  const whole = { ...map, sourcesContent: map.sourcesContent ?? [source] }
  return { ...rest, map: Object.defineProperty(whole, 'toString', { value: () => JSON.stringify(whole) }) }
}
