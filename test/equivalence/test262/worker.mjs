// A process that runs the tests it is handed: one may take it down, or never end, so the one who hands them out looks after it.
import { compare } from './compare.mjs'
import { variantsOf } from './suite.mjs'

process.on('message', async ({ root, tests, conditions }) => {
  const seen = []
  for (const test of tests) {
    for (const variant of variantsOf(root, test)) for await (const one of compare(root, variant, conditions)) seen.push(one)
    process.send({ alive: test })
  }
  process.send({ seen })
})

process.send({ ready: true })

// Tests leave rejections and errors behind on purpose.
process.on('unhandledRejection', () => undefined)
process.on('uncaughtException', () => undefined)
