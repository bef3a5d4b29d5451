import * as coreModule from '@babel/core'
import type { Node } from './node.ts'
import { interop } from './node.ts'

const core = interop<typeof import('@babel/core')>(coreModule)

/**
 * A parser for the pass's option `parse` that honours a project's own Babel configuration for syntax (Flow, proposals,
 * versions of decorators): `true` looks for `babel.config.*` and `.babelrc` as Babel does, a string names a file, an object is
 * options of Babel's. Nothing is transformed; only the syntax counts.
 */
export function babelParse(options: boolean | string | object): (code: string, id: string) => unknown {
  const given = typeof options === 'string' ? { configFile: options } : typeof options === 'object' ? options : {}
  return (code, id) => core.parseSync(code, optionsFor(given, id)) as unknown as Node
}

function optionsFor(given: { parserOpts?: object }, filename: string): object {
  return {
    sourceType: 'unambiguous',
    ...given,
    filename,
    parserOpts: { ...given.parserOpts, attachComment: false, createImportExpressions: true, errorRecovery: true },
  }
}
