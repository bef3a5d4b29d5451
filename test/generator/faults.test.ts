import { afterAll, expect, test } from 'vitest'
import { transform } from '../../packages/transform/src/index.ts'
import { campaign } from './campaign.ts'
import type { Pass } from './compare.ts'
import { newTally } from './compare.ts'
import { nodePlatform } from './node.ts'
import { report, shrink } from './shrink.ts'

// Passes that are wrong in one thing: the programs must find each, and small programs that show it.

const platform = nodePlatform()

/** Of these, the smallest program must be one that a person can read. */
const SHRUNK = new Set(['a call is not taken back behind an await', 'a return without its value'])
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
  ['a call is not taken back behind an await', (code) => code.replace(/,_\$p\w*c\d*&&_\$p\w*r\(_\$p\w*c\d*\)(?=,)/g, ''), /RECORDED/],
  [
    'a call goes on through an await',
    (code) => code.replace(/(=await \(.*?),_\$p\w*c\d*&&_\$p\w*p\(_\$p\w*c\d*,0\)(?=,)/g, '$1'),
    /RECORDED|TOP/,
  ],
  [
    'an argument in the place of another',
    (code) => code.replace(/\(_\$p\w*f0\.s\d+,\[a,(\w+)\]/g, (call, b) => call.replace(`a,${b}`, `${b},a`)),
    /RECORDED/,
  ],
  ['a turn more', (code) => code.replace(/=await \(/, '=await await ('), /differently/],
  ['names that our own variables give', (code) => code.replace(/\(x=>x\)/g, ''), /differently/],
  ['probes that must be there', (code) => code.replace(/typeof _\$p\w*f\d+=="object"&&/g, ''), /differently/],
  ['an error that is caught for good', (code) => code.replace(/;throw _\$p\w*z\d*\}/, '}'), /differently/],
  ['a return without its value', (code) => code.replace(/return (_\$p\w*v\d*)=(?=[^v])/g, 'return $1=void 0&&'), /differently/],
  ['a line more', (code) => code.replace(/try\{/, 'try{\n'), /differently/],
  [
    'the exit of a call is told twice',
    (code) => code.replace(/finally\{(_\$p\w*c\d*&&_\$p\w*x\([^)]*\))\}/, 'finally{$1;$1}'),
    /TWICE|TOP/,
  ],
])('%s', { timeout: 300_000 }, async (fault, change, what) => {
  const options = { platform, tally: newTally(), pass: broken(change) }
  const finding = await campaign({ plain: 1500 }, 1, options)
  expect(finding?.what).toMatch(what)
  if (!SHRUNK.has(fault)) return
  const smallest = await shrink(finding!, options, 120_000)
  expect(smallest.what).toMatch(what)
  expect(smallest.trial.program.text.length).toBeLessThan(180)
  expect(report(smallest, 'the command')).toMatch(
    /^found again by {2}the command\n[^]*\nprogram:\n[^]*\nas it ran:\n[^]*\nbare:\n[^]*\ninstrumented:\n/,
  )
})
