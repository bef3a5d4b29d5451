// Two modules that import each other, one of which calls the other before that ran.
import { early, seen } from './40-import-cycle/other.mjs'
export function hoisted(x) { return `hoisted ${x}` }
export async function hoistedToo() { return 'async' }
export function* hoistedGenerator() { yield 'generated' }
log(early, seen())
wait(hoistedToo().then(log))
