// One program, recorded where it runs: bundled for pages, workers, Node's worker threads and workerd.
import { spoor } from '@spoor/runtime'
import { watchRequests } from '@spoor/runtime/requests'
import { createRecorder } from '@spoor/trace'

declare const program: (ask: () => Promise<unknown>) => { main(n: number): Promise<number> }

/** Runs the program and records it. @param own origin that its requests may tell who they are @returns the recording */
export async function recordProgram(platform: 'browser' | 'worker' | 'node' | 'other', url: string): Promise<string> {
  const origin = Date.now() - performance.now()
  const recorder = createRecorder({ origin, platform, title: 'placed', versions: { spoor: '0' } })
  const stop = [spoor.subscribe(recorder), watchRequests({ origins: [new URL(url).origin] })]
  await program(() => fetch(url).then((response) => response.json()))
    .main(2)
    .catch(() => 0)
  for (const one of stop) one()
  return recorder.take(performance.now(), 'exit')
}
