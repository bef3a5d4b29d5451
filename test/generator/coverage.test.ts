import { parse } from '@babel/parser'
import { traverseFast } from '@babel/types'
import type { Node } from '@babel/types'
import { describe, expect, test } from 'vitest'
import { sampleChoices } from './arbitrary.ts'
import { SUPERS } from './classes.ts'
import type { Table } from './draw.ts'
import { EXITS } from './exits.ts'
import { EXPORTS } from './exports.ts'
import { EXPRESSIONS } from './expressions.ts'
import { FLAVOURS, FORMS } from './forms.ts'
import { PARAMS } from './params.ts'
import { PLACES } from './places.ts'
import type { Generated } from './program.ts'
import { generate } from './program.ts'
import { CLASHES, LOOPS, STATEMENTS } from './statements.ts'

// That the generator makes what it says it makes: a row that is never drawn, or a form that never has a way out, tests nothing.

const SEED = 1
const programs = [
  ...sampleChoices(3000, SEED).map((choices) => generate(choices)),
  ...sampleChoices(600, SEED + 1).map((choices) => generate(choices, { typescript: true })),
  ...sampleChoices(300, SEED + 2).map((choices) => generate(choices, { using: true })),
]

/** `table: row` -> how often. */
const drawn = new Map<string, number>()
for (const program of programs) for (const [what, count] of program.drawn) drawn.set(what, (drawn.get(what) ?? 0) + count)

const TABLES: readonly Table<{ name: string }>[] = [
  EXITS,
  EXPORTS,
  EXPRESSIONS,
  FLAVOURS,
  FORMS,
  PARAMS,
  PLACES,
  CLASHES,
  LOOPS,
  STATEMENTS,
  SUPERS,
]

test.each(TABLES)('every $name is drawn', ({ name, rows }) => {
  expect(rows.filter((row) => !drawn.has(`${name}: ${row.name}`)).map((row) => row.name)).toEqual([])
})

test('every form in every flavour that it can have', () => {
  const all = FORMS.rows.flatMap((form) =>
    (form.flavours ?? FLAVOURS.rows.map(({ name }) => name)).map((flavour) => `${flavour} ${form.name}`),
  )
  expect(all.filter((form) => !drawn.has(`flavoured: ${form}`))).toEqual([])
})

test('every form has ways out of every sort', () => {
  const forms = FORMS.rows.filter(({ name }) => name !== 'arrow of an expression' && name !== 'static field').map(({ name }) => name)
  const sorts = { return: /× return/, throw: /× (?:throw|await and)/, jump: /× (?:break|continue)/ }
  const pairs = [...drawn.keys()].filter((what) => what.startsWith('pair: '))
  const missing = forms.flatMap((form) =>
    Object.entries(sorts).flatMap(([sort, pattern]) =>
      pairs.some((pair) => pair.includes(` ${form} ×`) && pattern.test(pair)) ? [] : [`${form}: ${sort}`],
    ),
  )
  expect(missing).toEqual([])
})

test.each(['comment', 'gap', 'no semicolon', 'name like ours', 'use strict', 'directive', 'typed expression'])('style: %s', (style) => {
  expect(drawn.get(`style: ${style}`)).toBeGreaterThan(10)
})

test.each(['annotation', 'of a result', 'parameters', 'access', 'members without a body', 'statement'])('types: %s', (what) => {
  expect(drawn.get(`type: ${what}`)).toBeGreaterThan(5)
})

describe('as a parser sees it', () => {
  const seen = new Map<string, number>()
  for (const { text, goal, typescript } of programs.slice(0, 1200)) count(parsed(text, goal, typescript), seen)

  const types = `
    FunctionDeclaration FunctionExpression ArrowFunctionExpression ObjectMethod ClassMethod ClassPrivateMethod ClassDeclaration
    ClassExpression ClassProperty ClassPrivateProperty StaticBlock Super ThisExpression MetaProperty PrivateName AwaitExpression
    YieldExpression ReturnStatement ThrowStatement BreakStatement ContinueStatement LabeledStatement IfStatement SwitchStatement
    TryStatement CatchClause ForStatement ForOfStatement ForInStatement WhileStatement DoWhileStatement WithStatement
    DebuggerStatement EmptyStatement BlockStatement ObjectPattern ArrayPattern AssignmentPattern RestElement SpreadElement
    TemplateLiteral TaggedTemplateExpression OptionalMemberExpression OptionalCallExpression SequenceExpression
    ConditionalExpression LogicalExpression AssignmentExpression UpdateExpression UnaryExpression BinaryExpression NewExpression
    RegExpLiteral BigIntLiteral Directive ExportNamedDeclaration ExportDefaultDeclaration
  `

  test.each(types.trim().split(/\s+/))('%s', (type) => expect(seen.get(type) ?? 0).toBeGreaterThan(0))
})

function parsed(text: string, goal: Generated['goal'], typescript: boolean): Node | undefined {
  try {
    return parse(text.replaceAll('§', ''), {
      sourceType: goal === 'module' ? 'module' : 'script',
      plugins: typescript ? ['typescript'] : [],
    })
  } catch {
    return undefined
  }
}

function count(node: Node | undefined, seen: Map<string, number>): void {
  if (node) traverseFast(node, ({ type }) => void seen.set(type, (seen.get(type) ?? 0) + 1))
}
