// Runs in the Node that is measured: loads programs as scripts, runs or measures them, writes what it found to standard output.
import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import { interleave } from './interleave.mjs'

/** @type {{ files: string[], pace?: import('./interleave.mjs').Pace, bytes?: boolean }} without a pace: what the first one gives */
const { files, pace, bytes } = JSON.parse(process.argv[2])
const programs = files.map((filename) => vm.runInThisContext(`${readFileSync(filename, 'utf8')};program`, { filename }))
const found = JSON.stringify(pace ? await interleave(programs, pace) : await (bytes ? allocated : programs[0].run)())
// Programs may leave ports open.
process.stdout.write(found, () => process.exit())

/** Bytes that one of the thousand calls in a run allocates. */
function allocated() {
  const { run } = programs[0]
  for (let i = 0; i < 500; i++) run()
  const counts = Array.from({ length: 15 }, () => {
    globalThis.gc()
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < 20; i++) run()
    return (process.memoryUsage().heapUsed - before) / 20_000
  })
  return counts.sort((a, b) => a - b)[7]
}
