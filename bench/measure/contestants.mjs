// What instruments a file, or does a part of that: each takes a source and gives text that its work can be known by.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../build.mjs'

/** @typedef {(source: import('../corpus.mjs').Source) => string} Contestant */

const require = createRequire(join(ROOT, 'packages/transform/package.json'))

/**
 * The pass, with and without its map; and the calls of the parser that it makes, alone.
 *
 * @param {import('../corpus.mjs').Source[]} sources on which the calls are learnt
 * @returns {Promise<Record<'parse' | 'pass' | 'map', Contestant>>}
 */
export async function ours(sources) {
  // The pass takes the function when it is loaded: what stands in its place until then sees every call.
  const parser = require('@babel/parser')
  const { parse } = parser
  const calls = new Map()
  let calling = []
  parser.parse = (code, options) => {
    calling.push(options)
    return parse(code, options)
  }
  const { transform } = await import(pathToFileURL(join(ROOT, 'packages/transform/dist/index.js')).href)
  for (const { id, code } of sources) {
    calling = []
    transform(code, id)
    calls.set(id, calling)
  }
  calling = { push: () => undefined }
  return {
    parse({ id, code }) {
      let size = 0
      // Where the text holds nothing to instrument, the pass does not parse it.
      for (const options of calls.get(id)) size = parse(code, options).end
      return String(size || code.length)
    },
    pass: ({ id, code }) => transform(code, id)?.code ?? code,
    map({ id, code }) {
      const result = transform(code, id)
      return result ? result.code + result.map.mappings.length : code
    },
  }
}

/** Packages that the others consist of. They are installed into the cache when they are to be measured. */
export const PEERS = [
  '@babel/core@7.29.13',
  '@babel/parser@7.29.14',
  '@babel/traverse@7.29.0',
  '@babel/types@7.29.0',
  '@datadog/vite-plugin@3.3.0',
  'istanbul-lib-instrument@6.0.3',
  'magic-string@0.30.21',
  'vite@8.3.8',
]

/** @param {string} folder `node_modules` with {@link PEERS} @returns {Promise<Record<'istanbul' | 'datadog' | 'babel', Contestant>>} */
export async function others(folder) {
  const load = createRequire(join(folder, 'x.js'))
  const { createInstrumenter } = load('istanbul-lib-instrument')
  const { transformSync } = load('@babel/core')
  const { datadogVitePlugin } = load('@datadog/vite-plugin')
  const plugins = datadogVitePlugin({
    logLevel: 'none',
    metadata: { name: 'bench' },
    liveDebugger: { enable: true, include: [/./], exclude: [] },
  })
  const { handler } = plugins.find(({ name }) => name === 'datadog-live-debugger-plugin').transform
  return {
    istanbul({ id, code }) {
      const instrumenter = createInstrumenter({ esModules: true, produceSourceMap: true, compact: false })
      const text = instrumenter.instrumentSync(code, id)
      return text + instrumenter.lastSourceMap().mappings.length
    },
    datadog({ id, code }) {
      const { code: text, map } = handler.call({}, code, `/${id}`)
      return map ? text + map.mappings.length : text
    },
    babel({ id, code }) {
      const { code: text, map } = transformSync(code, {
        filename: `/${id}`,
        sourceMaps: true,
        configFile: false,
        babelrc: false,
        compact: false,
      })
      return text + map.mappings.length
    },
  }
}
