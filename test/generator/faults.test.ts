import { afterAll, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { campaign } from './campaign.ts'
import type { Pass } from './compare.ts'
import { newTally } from './compare.ts'
import { nodePlatform } from './node.ts'
import { shrink } from './shrink.ts'

// Passes that are wrong in one thing: the programs must find each, and small programs that show it.

const platform = nodePlatform()
afterAll(() => platform.close())

/** The pass, with something else done to its output. */
const broken =
  (change: (code: string) => string): Pass =>
  (code, id, options) => {
    const result = transform(code, id, options)
    return result && { ...result, code: change(result.code) }
  }

test.each<[fault: string, change: (code: string) => string, what: RegExp]>([
  [
    'what a `finally` throws counts as what was to be returned',
    (code) => code.replace(/;?let (_\$p\w*w\d*)=(_\$p\w*v\d*);\2=_\$p\w*c\d*;/g, ';let $1=$2;'),
    /RECORDED|tell differently/,
  ],
  [
    'a bare return in a stream without its braces',
    (code) => code.replace(/\{(_\$p\w*v\d*=void 0;[^;{}]*;return)/g, '$1'),
    /differently|compile|TWICE|TOP|RECORDED/,
  ],
  [
    'a call is not taken back behind an await',
    (code) => code.replace(/,_\$p\w*c\d*&&_\$p\w*r\(_\$p\w*c\d*\)(?=,)/g, ''),
    /TOP|RECORDED|differently/,
  ],
  ['a return without its value', (code) => code.replace(/return (_\$p\w*v\d*)=(?=[^v])/g, 'return $1=void 0&&'), /differently/],
  ['a line more', (code) => code.replace(/try\{/, 'try{\n'), /differently/],
  [
    'the exit of a call is told twice',
    (code) => code.replace(/finally\{(_\$p\w*c\d*&&_\$p\w*x\([^)]*\))\}/, 'finally{$1;$1}'),
    /TWICE|TOP/,
  ],
])('%s', { timeout: 300_000 }, async (_fault, change, what) => {
  const options = { platform, tally: newTally(), pass: broken(change) }
  const finding = await campaign({ plain: 1500 }, 1, options)
  expect(finding?.what).toMatch(what)
  const smallest = await shrink(finding!, options, 8_000)
  expect(smallest.what).toMatch(what)
  expect(smallest.trial.program.text.length).toBeLessThan(Math.max(400, finding!.trial.program.text.length))
})
