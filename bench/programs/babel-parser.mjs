import { parse } from '@babel/parser'
import source from '../node_modules/immer/dist/immer.mjs' with { type: 'text' }
import { checksumOf } from './checksum.mjs'

export const run = () => parse(source, { sourceType: 'module', plugins: ['jsx'] })

export const digest = checksumOf
