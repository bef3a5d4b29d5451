import { parse } from 'acorn'
import source from '../node_modules/immer/dist/immer.mjs' with { type: 'text' }
import { checksumOf } from './checksum.mjs'

export const run = () => parse(source, { ecmaVersion: 'latest', sourceType: 'module', locations: true })

export const digest = checksumOf
