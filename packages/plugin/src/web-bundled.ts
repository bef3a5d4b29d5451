// Goes into the bundles that webpack's and Rspack's dev servers serve, as an entry before all others.
import { startLive } from './web-live.ts'
import type { LiveOptions } from './web-live.ts'

/** What stands behind `?` in the request for this module. */
// oxlint-disable-next-line eslint/no-underscore-dangle -- the bundlers' name
declare const __resourceQuery: string

startLive(JSON.parse(decodeURIComponent(__resourceQuery.slice(1))) as LiveOptions)
