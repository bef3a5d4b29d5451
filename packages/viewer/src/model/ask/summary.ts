import { CutShort, summarise, Trace } from '@spoor/trace'
import type { Summary } from '@spoor/trace'
import type { Model } from '../model.ts'
import type { Source } from '../source.ts'

/** From the bytes that were read: it goes through them line by line. */
export function summary({ sources }: Model): Promise<Summary> {
  return summarise(new Trace(sources.map((source) => ({ name: source.name, chunks: () => chunksOf(source) }))))
}

function* chunksOf(source: Source): Generator<Uint8Array> {
  yield* source.chunks()
  if (source.notes.truncated) throw new CutShort()
}
