import ts from 'typescript'
import { expect, test } from 'vitest'
import { read, workspaceFiles } from './files.ts'

const files = workspaceFiles().filter((path) => /^(test|packages)\/.*\.test\.ts$/.test(path))

/** Lines of the `fc.assert` that begin elsewhere in each run: whether they pass would be luck. */
function unseeded(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(file) === 'fc.assert' && !hasSeed(node.arguments[1]))
      found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

const hasSeed = (options: ts.Expression | undefined): boolean =>
  options !== undefined &&
  ts.isObjectLiteralExpression(options) &&
  options.properties.some(({ name }) => name && ts.isIdentifier(name) && name.text === 'seed')

test('random values begin where they are told to, in every run', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter((path) => read(path).includes('fc.assert')).flatMap((path) => unseeded(path, read(path)))).toEqual([])
})

test.each(['fc.assert(p)', 'await fc.assert(\n  p,\n  { numRuns: 7 },\n)', 'fc.assert(fc.property(a, ({ seed }) => seed))'])(
  'a fault is seen: %s',
  (text) => {
    expect(unseeded('a.test.ts', `const seed = 1\n${text}`)).toEqual(['a.test.ts:2'])
  },
)

test.each(['fc.assert(p, { seed })', 'fc.assert(p, { numRuns: 9, seed: 7 })'])('no fault: %s', (text) => {
  expect(unseeded('a.test.ts', text)).toEqual([])
})
