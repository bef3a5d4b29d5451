// Runs on the thread that Node 20 gives to hooks of its ES module loader.
import { instrument, textOf } from './on/node-pass.ts'
import type { Source } from './on/node-pass.ts'
import { openDoor } from './on/node-door.ts'

interface Loaded {
  format?: string | null
  source?: Source
}

const door = openDoor(process.env)

/** See Node's documentation of `module.register`. CommonJS arrives without its source and is left to the other hook. */
export async function load(url: string, context: object, nextLoad: (url: string, context: object) => Promise<Loaded>): Promise<Loaded> {
  const loaded = await nextLoad(url, context)
  const source = door && instrument(door, url, loaded.format, textOf(loaded.source))
  return source === undefined ? loaded : { ...loaded, source }
}
