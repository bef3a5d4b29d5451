import source from '../node_modules/immer/dist/immer.production.mjs' with { type: 'text' }
import { minify_sync } from 'terser'
import { checksum } from './checksum.mjs'

export const run = () => minify_sync(source, { module: true, compress: { passes: 1 } }).code

export const digest = checksum
