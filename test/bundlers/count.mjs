// Loaded before a program: at the end, a line of JSON tells how often functions of each package were called.
import { spoor } from '@spoor/runtime'

/** @type {Record<string, number>} */
const counts = {}
spoor.subscribe({
  enter({ site }) {
    const name = /node_modules\/(\w+)\/(?!.*node_modules)/.exec(site.file)?.[1] ?? site.file
    counts[name] = (counts[name] ?? 0) + 1
  },
})
process.on('exit', () => console.log(JSON.stringify(counts)))
