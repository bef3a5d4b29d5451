import { build } from './tables/build.mjs'
import { depth } from './tables/depth.mjs'
import { off } from './tables/off.mjs'
import { on } from './tables/on.mjs'
import { pass } from './tables/pass.mjs'
import { size } from './tables/size.mjs'
import { viewer } from './tables/viewer.mjs'

/** What `pnpm bench` can be asked for, in the order in which it is shown. */
export const TABLES = { pass, build, off, on, size, depth, viewer }
