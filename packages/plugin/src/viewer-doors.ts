import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LIVE_PATH } from '@spoor/shared'
import { createHandler, isLocalBind } from '@spoor/viewer/node'
import type { DoorRules, Frames, Handler, Project } from '@spoor/viewer/node'
import { pathOf } from './control-door.ts'
import { openHubOf } from './live-hub.ts'
import { openLive } from './live-server.ts'
import type { Plan } from './plan.ts'
import type { Session } from './session.ts'
import { Entrance } from './viewer-entrance.ts'
import type { Listening } from './viewer-entrance.ts'
import { clientOptions, projectId, VIEWER_PATH } from './viewer-words.ts'
import type { LiveOptions } from './web-live.ts'

export interface DoorOptions {
  /** What comes before `__spoor/`, with a slash at both ends. */
  base: string
  rules: DoorRules
  /** Who may frame the page (default: nobody). */
  frames?: () => Frames
  /** Somebody watches from now on, or nobody any more. */
  onWatch?: (isOn: boolean) => void
}

/** All that a dev server has below `__spoor/`: the page, what programs send, and those who watch and steer. */
export interface Doors {
  /** For all requests; passes on what is not for it. */
  handle: Handler
  /** Needed where WebSockets come before any request: a server that was started anew. */
  attach(server: Listening): void
  /** Settles when all is written. */
  close(): Promise<void>
}

/** @param session of a build that is traced */
export function openDoors(session: Session, { base, rules, frames, onWatch }: DoorOptions): Doors {
  const entrance = new Entrance()
  const { options } = session
  const plan = session.plan as Plan
  const path = base + LIVE_PATH
  let isWatched = false
  const watched = (isOn: boolean): void => {
    isWatched = isOn
    onWatch?.(isOn)
  }
  const control = options.control ? openHubOf(entrance, session, base, rules, watched) : undefined
  const live = openLive(
    entrance,
    plan.record === undefined ? undefined : resolve(plan.record),
    path,
    rules,
    control?.hub,
    projectId(plan.root),
  )
  const page = createHandler({
    base: base + VIEWER_PATH,
    rules,
    live: true,
    project: { ...projectOf(plan), ...(control && { elsewhere: control.rootOf }) },
    isLocal: () => isLocalBind(entrance.address()),
    more: clientFor(() => clientOptions(session, path, isWatched)),
    ...(frames && { frames }),
  })
  return {
    handle(request, response, next) {
      entrance.attachTo(request)
      if (pathOf(request) === path) live.handle(request, response)
      else page(request, response, next)
    },
    attach: (server) => entrance.attach(server),
    async close() {
      control?.close()
      await live.close()
    },
  }
}

/** Its own files, as its selectors name them. */
function projectOf({ root, wants }: Plan): Project {
  return {
    root,
    id: projectId(root),
    isKnownFile(file) {
      const path = resolve(root, file)
      return wants(path) !== undefined && existsSync(path)
    },
  }
}

/** For pages whose bundler has no dev server of its own: a script that connects them, whatever made them. */
function clientFor(options: () => LiveOptions): ReadonlyMap<string, { type: string; text?: string; path?: string }> {
  const type = 'text/javascript; charset=utf-8'
  return new Map([
    [
      'client.js',
      {
        type,
        get text() {
          return `import { startLive } from './web-client.js'\nstartLive(${JSON.stringify(options())})\n`
        },
      },
    ],
    ['web-client.js', { type, path: fileURLToPath(new URL('web-client.js', import.meta.url)) }],
  ])
}
