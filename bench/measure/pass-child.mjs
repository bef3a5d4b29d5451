// Lets contestants work through the same sources in turn, and writes what it found to standard output.
import { readFileSync } from 'node:fs'
import { checksum } from '../programs/checksum.mjs'
import { others, ours } from './contestants.mjs'
import { interleave } from './interleave.mjs'

/** @type {{ sources: string, names: string[], peers?: string, pace: import('./interleave.mjs').Pace }} */
const { sources: file, names, peers, pace } = JSON.parse(process.argv[2])
const sources = JSON.parse(readFileSync(file, 'utf8'))
const contestants = { ...(await ours(sources)), ...(peers && (await others(peers))) }

const changed = {}
const programs = names.map((name) => ({
  run: () => sources.map(contestants[name.replace(/ again$/, '')]),
  digest(texts) {
    changed[name] = texts.filter((text, i) => text !== sources[i].code).length
    return checksum(texts.join('\0'))
  },
}))
process.stdout.write(JSON.stringify({ ...(await interleave(programs, pace)), changed }), () => process.exit())
