import type { LiveOptions } from './web-live.ts'

const HERE = Symbol.for('spoor.middleware/1')
const world = globalThis as { [HERE]?: LiveOptions }

/** A middleware was made in this process: what a bundle connects to it by. The last one counts. */
export const tellOfMiddleware = (options: LiveOptions): void => void (world[HERE] = options)

/** By whichever copy of this package. */
export const middlewareHere = (): LiveOptions | undefined => world[HERE]
