// Lets one contestant work through the sources, and writes the most memory that the process had to standard output.
import { readFileSync } from 'node:fs'
import { ours } from './contestants.mjs'

const { sources: file, name } = JSON.parse(process.argv[2])
const sources = JSON.parse(readFileSync(file, 'utf8'))
// Learnt from a file of no weight: what the pass asks of the parser does not differ among the sources.
const contestant = name === 'nothing' ? ({ code }) => code : (await ours(sources.map(({ id }) => ({ id, code: 'function f() {}' }))))[name]
let size = 0
for (const source of sources) size += contestant(source).length
process.stdout.write(JSON.stringify({ size, kilobytes: process.resourceUsage().maxRSS }), () => process.exit())
