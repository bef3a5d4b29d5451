import traverseModule from '@babel/traverse'
import { VISITOR_KEYS } from '@babel/types'
import { describe, expect, test } from 'vitest'
import type { Driver } from '../../packages/transform/src/find/find.ts'
import { find } from '../../packages/transform/src/find/find.ts'
import type { Findings } from '../../packages/transform/src/find/records.ts'
import { visitors } from '../../packages/transform/src/find/visitors.ts'
import type { Node } from '../../packages/transform/src/node.ts'
import { interop } from '../../packages/transform/src/node.ts'
import { resolveOptions } from '../../packages/transform/src/options.ts'
import { parse } from '../../packages/transform/src/parse.ts'
import type { Source } from './harness/corpus.ts'
import { ownSources, PACKAGES, sourcesOf } from './harness/corpus.ts'

// The fast walker is ours; `@babel/traverse`, with the same visitors, is the one to be believed.

const traverse = interop<(ast: object, visitors: object, scope: undefined, state: object) => void>(traverseModule)
// It rewrites the visitors that it gets.
const copies = (): object => Object.fromEntries(Object.entries(visitors).map(([type, handler]) => [type, { ...handler }]))
const slowly: Driver = (ast, state) => traverse(ast, { noScope: true, ...copies() }, undefined, state)

const options = resolveOptions('', {})

function findings({ id, code }: Source, drive?: Driver): unknown {
  const ast = parse(code, id, 'unambiguous')
  const found = find({ ast, code, file: id, typescript: /tsx?$/.test(id) }, options, drive)
  expect(found.functions.length + found.skipped.filter(isFunction).length, `every function of ${id}`).toBe(
    countFunctions(ast['program'] as Node),
  )
  return readable(found)
}

const isFunction = ({ reason }: { reason: string }): boolean => reason !== 'module-body' && reason !== 'static-block'

function countFunctions(node: Node): number {
  let count = /^(?:Function(?:Declaration|Expression)|ObjectMethod|Class(?:Private)?Method|ArrowFunctionExpression)$/.test(node.type)
    ? 1
    : 0
  for (const key of VISITOR_KEYS[node.type] ?? []) for (const child of [node[key]].flat()) if (child) count += countFunctions(child)
  return count
}

/** Points name their function by its id. */
const readable = ({ functions, points, ...rest }: Findings): unknown => ({
  ...rest,
  functions: functions.map((fn) => ({ ...fn })),
  points: points.map((point) => ({ ...point, fn: point.fn.site.id })),
})

describe.each([...(Object.keys(PACKAGES) as (keyof typeof PACKAGES)[]).filter((name) => name !== 'webpack'), 'own'] as const)(
  '%s',
  (name) => {
    test('the same functions, points and reasons', () => {
      const sources = name === 'own' ? ownSources() : sourcesOf(name)
      expect(sources.length).toBeGreaterThan(0)
      for (const source of sources) expect(findings(source), source.id).toEqual(findings(source, slowly))
    })
  },
)
