import * as parserModule from '@babel/parser'
import type { ParserOptions, ParserPlugin } from '@babel/parser'
import { SpoorError } from './errors.ts'
import type { Node } from './node.ts'
import { interop } from './node.ts'
import type { SourceType } from './options.ts'
import { scan } from './scan.ts'

const { parse: babelParse } = interop<typeof import('@babel/parser')>(parserModule)

/** Proposals that mean nothing to programs without them. Those that clash with each other are left to `option babel`. */
const PROPOSALS: ParserPlugin[] = [
  'asyncDoExpressions',
  'decoratorAutoAccessors',
  'deferredImportEvaluation',
  'destructuringPrivate',
  'doExpressions',
  'explicitResourceManagement',
  'exportDefaultFrom',
  'functionBind',
  'functionSent',
  'importAttributes',
  'moduleBlocks',
  'optionalChainingAssign',
  'regexpUnicodeSets',
  'sourcePhaseImports',
  'throwExpressions',
].map((name): ParserPlugin =>
  name === 'optionalChainingAssign' ? ['optionalChainingAssign', { version: '2023-07' }] : (name as ParserPlugin),
)

const STANDARD_DECORATORS: ParserPlugin = 'decorators'
const LEGACY_DECORATORS: ParserPlugin = 'decorators-legacy'

/** A file of the syntax that its extension promises -> Babel's AST. @throws {SpoorError} `parse-error` */
export function parse(code: string, file: string, sourceType: SourceType): Node {
  let first: { error: unknown } | undefined
  let flawed: Node | undefined
  for (const plugins of grammars(code, file)) {
    try {
      const ast = babelParse(code, parserOptions(sourceTypeOf(file, sourceType), plugins)) as unknown as Node
      if (!ast['errors']?.length) return ast
      flawed ??= ast
    } catch (error) {
      first ??= { error }
    }
  }
  // Errors that Babel recovers from (a name declared twice) are the next tool's to report: the shape of the tree is sound.
  if (flawed && !first) return flawed
  throw parseError(code, file, first?.error ?? flawed?.['errors'][0])
}

function parserOptions(sourceType: ParserOptions['sourceType'], plugins: ParserPlugin[]): ParserOptions {
  return {
    sourceType,
    plugins,
    attachComment: false,
    createImportExpressions: true,
    errorRecovery: true,
    // Implied by `commonjs`, which refuses the option whatever it says.
    ...(sourceType !== 'module' && sourceType !== 'commonjs' && { allowReturnOutsideFunction: true }),
    allowUndeclaredExports: true,
  } as ParserOptions
}

function sourceTypeOf(file: string, sourceType: SourceType): ParserOptions['sourceType'] {
  if (sourceType !== 'unambiguous') return sourceType
  return /\.m[jt]s$/.test(file) ? 'module' : 'unambiguous'
}

/** The plugin lists to try, likeliest first: only code with decorators can be of more than one grammar of them. */
function grammars(code: string, file: string): ParserPlugin[][] {
  const typescript = /\.[mc]?tsx?$/.test(file)
  const syntax: ParserPlugin[] = typescript ? [['typescript', {}]] : scan(code).has('@flow') ? [['flow', { all: true }]] : []
  if (!/\.[mc]?ts$/.test(file)) syntax.push('jsx')
  const base = [...PROPOSALS, ...syntax]
  if (!scan(code).decorators) return [base]
  const orders = [
    [...base, STANDARD_DECORATORS],
    [...base, LEGACY_DECORATORS],
  ]
  return typescript ? orders.reverse() : orders
}

/** What any parser of Babel's kind threw -> our error, with its place. */
export function parseError(code: string, file: string, error: unknown): SpoorError {
  const { message = String(error), loc } = error as { message?: string; loc?: { line: number; column: number } }
  const detail = message.replace(/\s*\(\d+:\d+\)[^]*$/, '').replace(/^.*?: (?=\S)/, (path) => (path.includes(file) ? '' : path))
  return new SpoorError('parse-error', file, detail, loc && { line: loc.line, column: loc.column + 1, source: code })
}
