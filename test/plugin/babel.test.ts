import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import spoor from 'spoor/rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'

// A pipeline operator, which no grammar of ours knows, compiled by a stand-in for the project's Babel.
const SOURCE = 'export const double = (n) => n * 2\nexport const quadruple = (n) => n |> double(%) |> double(%)\n'
const compile = { name: 'compile', transform: (code: string) => code.replace('n |> double(%) |> double(%)', 'double(double(n))') }

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'spoor-babel-'))
  await writeFile(join(root, 'main.js'), SOURCE)
  const syntax = { parserOpts: { plugins: [['pipelineOperator', { proposal: 'hack', topicToken: '%' }]] } }
  await writeFile(join(root, 'babel.config.json'), JSON.stringify(syntax))
})
afterAll(() => rm(root, { recursive: true }))

async function build(babel: boolean | object): Promise<{ code: string; warnings: string[] }> {
  const warnings: string[] = []
  const bundle = await rolldown({
    input: join(root, 'main.js'),
    external: /^spoor\//,
    plugins: [spoor({ include: '**', enabled: true, root, babel }), compile],
    onwarn: ({ message }) => void warnings.push(message ?? ''),
  })
  const { output } = await bundle.generate()
  await bundle.close()
  return { code: output[0].code, warnings }
}

test('`babel`: syntax that the project’s own Babel configuration knows is traced', async () => {
  const { code, warnings } = await build({ cwd: root })
  expect(warnings.join('\n')).not.toContain('main.js')
  expect(code).toContain('"quadruple"')
})

test('without it the file is left as it is, with one warning that names the option', async () => {
  const { code, warnings } = await build(false)
  expect(code).not.toContain('"quadruple"')
  expect(warnings.filter((text) => /main\.js:2:\d+ cannot be parsed[^]*`babel: true`/.test(text))).toHaveLength(1)
})
