// An error through instrumented frames of every kind keeps its stack.
// stacks
const fail = (x) => { if (x) throw new TypeError('fail') }
class A { constructor() { fail(1) } }
function make() { return new A() }
const run = (f) => { try { f() } catch (e) { log(e.name, frames(e)) } }
run(() => make())
run(() => [1, 2].forEach((x) => fail(x)))
run(() => { try { fail(1) } finally { log('finally') } })
run(() => { try { fail(1) } catch (e) { throw e } })
run(() => JSON.parse('{', (k, v) => v))
run(() => null.x)
run(() => [...(function* () { yield fail(1) })()])
