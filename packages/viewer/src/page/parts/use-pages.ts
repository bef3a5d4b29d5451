import { useMemo } from 'preact/hooks'
import type { Engine } from '../../questions.ts'
import { engine } from '../engine.ts'
import { paced } from './pace.ts'
import { Pages } from './rows.ts'

/**
 * Rows of the recording that is shown, asked for as they come into sight and again as it grows.
 * @param query what `ask` depends on: with another one, the rows are others
 */
export function usePages<T>(
  query: unknown,
  ask: (engine: Engine, offset: number, limit: number) => Promise<{ rows: T[]; total: number }>,
): Pages<T> {
  const current = engine.value
  const pages = useMemo(() => new Pages<T>(), [current])
  if (current) pages.update((offset, limit) => ask(current, offset, limit), JSON.stringify(query), paced.value)
  return pages
}
