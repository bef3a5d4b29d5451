import { openRunFolder } from '@spoor/cli/attach'
import { CONTROL_VARIABLE } from '@spoor/shared'
import type { Hub } from './control-hub.ts'
import { openSocket } from './control-socket.ts'
import { say } from './messages.ts'
import type { Entrance, Listening } from './viewer-entrance.ts'
import { originOf } from './viewer-words.ts'

/** Dev servers of this thread so far: each has a number of its own. */
let count = 0

/**
 * Makes the hub of a dev server known to the commands of the same user, from when the server listens until it does so no more. What goes
 * wrong is a line on the error stream, for its address can still be given.
 * @param base of its pages, with a slash at both ends
 * @returns a function that takes that back
 */
export function announceServer(hub: Hub, entrance: Entrance, { base, root }: { base: string; root: string }): () => void {
  if (['0', 'off'].includes(process.env[CONTROL_VARIABLE]?.trim() ?? '')) return () => {}
  let known: { server: Listening; close(): void } | undefined
  let isOver = false
  const close = (): void => {
    known?.close()
    known = undefined
  }
  entrance.onListening((server) => {
    const origin = originOf(server)
    if (known || isOver || !origin) return
    known = { server, close: openQuietly(hub, root, origin + base) }
    server.on('close', () => {
      if (known?.server === server) close()
    })
  })
  return () => {
    isOver = true
    close()
  }
}

function openQuietly(hub: Hub, root: string, url: string): () => void {
  const complain = (detail: string): void => console.error(say('not-announced', { detail, url }))
  try {
    return openSocket(hub, { folder: openRunFolder(), root, url, server: ++count, complain })
  } catch (error) {
    complain((error as Error).message)
    return () => {}
  }
}
