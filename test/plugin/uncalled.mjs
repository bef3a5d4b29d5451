// Builds with `plugins: [spoor]`, where `plugins: [spoor()]` is meant. Prints what each bundler makes of it, as JSON.
import { writeFileSync } from 'node:fs'
import { rspack } from '@rspack/core'
import { rolldown } from 'rolldown'
import { rollup } from 'rollup'
import * as vite from 'vite'
import * as vite7 from 'vite7'
import webpack from 'webpack'

const [entry, out] = process.argv.slice(2)
const packed = (pack, plugins) =>
  new Promise((done, failed) => pack({ mode: 'development', entry, plugins }, (error) => (error ? failed(error) : done())))
const served = async ({ createServer }, plugins) =>
  (await createServer({ configFile: false, logLevel: 'silent', plugins, server: { port: 0 } })).close()

const BUILDS = {
  vite: (plugins) => served(vite, plugins),
  'vite 7': (plugins) => served(vite7, plugins),
  'vite build': (plugins) => vite.build({ configFile: false, logLevel: 'silent', plugins }),
  rollup: (plugins) => rollup({ input: entry, plugins }),
  rolldown: async (plugins) => (await rolldown({ input: entry, plugins })).generate(),
  webpack: (plugins) => packed(webpack, plugins),
  rspack: (plugins) => packed(rspack, plugins),
}

const said = {}
for (const [name, build] of Object.entries(BUILDS)) {
  const { default: spoor } = await import(`spoor/${name.split(' ')[0]}`)
  said[name] = await build([spoor]).then(
    () => 'nothing',
    ({ message }) => message,
  )
}
writeFileSync(out, JSON.stringify(said))
process.exit()
