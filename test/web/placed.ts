// One program, recorded where it runs: bundled for pages, workers, Node's worker threads and workerd.
import { spoor } from '@spoor/runtime'
import { watchRequests } from '@spoor/runtime/requests'
import { Lines } from '../../packages/plugin/src/web-lines.ts'

declare const program: (ask: () => Promise<unknown>) => { main(n: number): Promise<number> }

/** Runs the program and records it. @param own origin that its requests may tell who they are @returns the recording */
export async function recordProgram(platform: 'browser' | 'worker' | 'node' | 'other', url: string): Promise<string> {
  const origin = Date.now() - performance.now()
  const lines = new Lines({ stream: '00000000000000ff', origin, clock: 0, platform, title: 'placed', versions: { spoor: '0' } }, () =>
    performance.now(),
  )
  const stop = [spoor.subscribe(lines.sink()), watchRequests({ origins: [new URL(url).origin] })]
  await program(() => fetch(url).then((response) => response.json()))
    .main(2)
    .catch(() => 0)
  for (const one of stop) one()
  return [...lines.take(), ...lines.end('exit', 0)].join('')
}
