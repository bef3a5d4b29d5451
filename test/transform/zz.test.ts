import { test } from 'vitest'
import { transform, explain } from '../../packages/transform/src/index.ts'
const t = (c: string, id = 'a.js', o = {}) => { try { const r = transform(c, id, o); console.log('---- ' + c + '\n' + (r?.code.replace(/^.*?;(?=\S)/, '') ?? 'undefined ' + JSON.stringify(explain(c, id, o).skipped))) } catch (e) { console.log(String(e)) } }
test('x', () => {
  t('function f(a){ if(a) return; b() }')
  t('export const f = (x: any) => ((y) => y) as Fn', 'a.ts')
  t('function f() { try { return 1 } finally { throw 2 } }')
  t('function* f() { yield\n[1].map(x) }')
  t('// @flow\nconst f = (x) => (x: any)\nasync function g(){ await (x: any); return ((y => y): T) }')
  t('const o = { "a\\u2028b": () => 1 }')
  t('@dec export class A { @x m() {} constructor(@Inj() private a: B) { } accessor z = 1; #p() {} }', 'a.ts')
  t('@dec export class A { @x m() {} accessor z = 1; #p() {} }', 'a.js')
  t('async function f(){ outer: for (;;) { for await (const x of y) { continue outer } } }', 'a.js')
  t('const f = async x => ((await x)), g = a => b => (c, d)', 'a.js')
  t('function f(x = class { static { throw 1 } }) {}', 'a.js')
})
