import { transform } from '@spoor/transform'
import vm from 'node:vm'

/**
 * The text of a variant as it is and as Spoor makes it; `undefined` where there is nothing to compare.
 * @param {import('./suite.mjs').Variant} variant
 * @param {import('./conditions.mjs').Condition} condition
 * @returns {{ bare: string, traced: string, skipped: string[], sites: number } | { nothing: 'no-function' | 'not-parsed' | 'not-inside' }}
 */
export function instrument(variant, condition) {
  const bare = condition.inside ? inside(variant) : variant.code
  if (bare === undefined) return { nothing: 'not-inside' }
  try {
    const result = trace(bare, variant.name, variant.mode === 'module' ? 'module' : 'script', condition)
    if (!result) return { nothing: 'no-function' }
    return { bare, traced: result.code, skipped: result.skipped.map(({ reason }) => reason), sites: result.sites.length }
  } catch (error) {
    if (error.code !== 'parse-error') throw error
    return { nothing: 'not-parsed' }
  }
}

/** @returns {import('@spoor/transform').TransformResult | undefined} */
const trace = (code, name, sourceType, { probes, errors }) =>
  transform(code, name, { sourceType, errors, state: probes === 'on' ? 'on' : 'idle' })

/** A file that a test imports, the same way; as it is where it cannot be parsed. */
export function instrumentFixture(code, path, condition) {
  try {
    return trace(code, path, 'module', condition)?.code ?? code
  } catch (error) {
    if (error.code !== 'parse-error') throw error
    return code
  }
}

/** The whole text as the body of a function, if that is still a program; hashbangs, `import` and `export` are not. */
function inside({ code, mode, meta }) {
  if (mode === 'module' || meta.early || meta.flags.includes('raw')) return undefined
  const text = `(function () {${code}\n}).call(this)`
  try {
    new vm.Script(text)
    return text
  } catch {
    return undefined
  }
}
