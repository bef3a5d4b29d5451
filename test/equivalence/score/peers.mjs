import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { peersFolder } from './install.mjs'

/** @typedef {import('./run.mjs').Judged} Judged */

/** @type {(() => Promise<Judged>)[]} */
export const PEERS = [datadog, istanbul, orchestrion, appmap]

/** The plugin's own `transform` hook, as bundlers call it, which for the live debugger is after other plugins. */
async function datadog() {
  const { datadogVitePlugin } = await load('@datadog/vite-plugin')
  const plugins = [datadogVitePlugin({ logLevel: 'none', enableGit: false, liveDebugger: { enable: true } })].flat()
  const { handler } = plugins.find(({ name }) => name === 'datadog-live-debugger-plugin').transform
  return {
    name: '@datadog/vite-plugin',
    // What it puts at the head of every chunk.
    before: [`data:text/javascript,globalThis.$dd_probes=function(){}`],
    instrument: (/** @type {string} */ code, /** @type {string} */ file) =>
      handler.call({}, code, join(process.cwd(), 'src', file.replace(/\.[cm]js$/, '.js'))),
  }
}

/** As coverage tools of Node call it. */
async function istanbul() {
  const { createInstrumenter } = await load('istanbul-lib-instrument')
  return {
    name: 'istanbul-lib-instrument',
    instrument(/** @type {string} */ code, /** @type {string} */ file, /** @type {string} */ kind) {
      const instrumenter = createInstrumenter({
        esModules: kind === 'module',
        autoWrap: true,
        produceSourceMap: true,
        preserveComments: true,
      })
      return { code: instrumenter.instrumentSync(code, file), map: instrumenter.lastSourceMap() }
    },
  }
}

/**
 * Every function by a query of its own, as the kind that it is; nobody listens. Only what the parser has seen has a place: without that, its
 * own wrappers would be wrapped. What a query chooses is taken for a constructor unless a name is given beside it, which does not choose.
 * Accessors have no kind.
 */
async function orchestrion() {
  const { create } = await load('@apm-js-collab/code-transformer')
  const module = { name: 'program', versionRange: '*', filePath: /./ }
  const functions = (/** @type {boolean} */ async) =>
    [
      'FunctionDeclaration',
      'ArrowFunctionExpression',
      'MethodDefinition[kind="method"] > FunctionExpression',
      'Property[kind="init"] > FunctionExpression',
      ':not(MethodDefinition, Property) > FunctionExpression',
    ]
      .map((query) => `${query}[loc][async=${async}]`)
      .join(', ')
  const constructors = 'MethodDefinition[kind="constructor"] > FunctionExpression[loc]'
  const every = { index: null }
  const matcher = create([
    { channelName: 'sync', module, astQuery: functions(false), functionQuery: { functionName: 'any', kind: 'Sync', ...every } },
    { channelName: 'async', module, astQuery: functions(true), functionQuery: { functionName: 'any', kind: 'Async', ...every } },
    { channelName: 'made', module, astQuery: constructors, functionQuery: { methodName: 'constructor', kind: 'Sync', ...every } },
  ])
  return {
    name: '@apm-js-collab/code-transformer',
    instrument(/** @type {string} */ code, /** @type {string} */ file, /** @type {string} */ kind) {
      const transformer = matcher.getTransformer('program', '1.0.0', file)
      return transformer.transform(code, kind === 'module' ? 'esm' : 'cjs', undefined, { sourceFile: file })
    },
  }
}

/** The command in place of `node`; it instruments what lies beside its configuration, and records. */
async function appmap() {
  const command = [process.execPath, join(peersFolder, 'node_modules/appmap-node/bin/appmap-node.js'), process.execPath]
  const folder = { 'appmap.yml': 'name: program\nappmap_dir: appmap\nlanguage: javascript\npackages:\n- path: .\n' }
  return { name: 'appmap-node', command, folder }
}

const load = async (/** @type {string} */ name) => {
  const module = await import(pathToFileURL(createRequire(join(peersFolder, 'package.json')).resolve(name)).href)
  return { ...module.default, ...module }
}
