import { transform } from '../../packages/transform/src/index.ts'
import type { TransformOptions } from '../../packages/transform/src/index.ts'
import '../../packages/runtime/src/probes.ts'

let files = 0

/** Instruments a function body and runs it with the real runtime; `names` are what it may use beside the globals. */
export function runTraced(code: string, names: Record<string, unknown> = {}, options: TransformOptions = {}): unknown {
  // A plain script finds the runtime in its slot.
  const result = transform(code, `src/traced${++files}.js`, { sourceType: 'script', ...options })
  return new Function(...Object.keys(names), result?.code ?? code)(...Object.values(names))
}
