import { forestOf } from './forest.ts'
import { graph } from './graph.ts'
import { sequence } from './sequence.ts'
import type { Recording, Selection } from '../skeleton/survey.ts'

export interface MermaidOptions extends Selection {
  /** Who calls whom, as a flowchart, in place of one tree of calls as a sequence diagram. @default false */
  graph?: boolean
}

/**
 * A recording as a Mermaid diagram for documentation. Of a sequence diagram at most 60 calls are shown, of a flowchart 40 functions, and
 * either says what is left out.
 */
export async function* mermaid(recording: Recording, options: MermaidOptions = {}): AsyncGenerator<string> {
  const forest = await forestOf(recording, options)
  yield options.graph ? graph(forest) : await sequence(recording, forest)
}
