import { rolldown } from 'rolldown'
import spoor from 'spoor/rolldown'
import { expect, test } from 'vitest'

const FILES: Record<string, string> = {
  '/app/main.js': `import { quiet } from './quiet.js'
import { hidden } from './hidden.js'
/* @spoor-ignore */ function hash(text) { return text.length }
export function clash() { var inner = 1; { function other() {} } function inner2() {} var inner2; return inner }
export const start = () => [hash('a'), quiet(), hidden(), clash()]
`,
  '/app/quiet.js': 'export /* not here */ const quiet = /* @spoor-ignore */ () => 1\n',
  '/app/hidden.js': '/* @spoor-ignore-file */\nexport const hidden = () => 2\n',
}

const memory = {
  name: 'memory',
  resolveId: (id: string) => (/^spoor\//.test(id) ? { id, external: true } : id.replace(/^\./, '/app')),
  load: (id: string) => FILES[id],
}

test('the line after a build counts what was traced and, with the reasons, what was left alone', async () => {
  const lines: string[] = []
  const bundle = await rolldown({
    input: '/app/main.js',
    plugins: [spoor({ include: '**', enabled: true, root: '/app' }), memory],
    onLog: (_level, { message }) => void lines.push(message),
  })
  await bundle.generate()
  await bundle.close()
  expect(lines.join('\n')).toMatch(
    /spoor: 3 functions in 1 file traced, 4 left alone \(2 ignored, 1 block-conflict, 1 ignored-file\), \d+ ms/,
  )
})
