// A function's text makes a function again: with `new Function`, `eval` and within JSON.
// unseen
const double = (x) => { if (x < 0) throw new RangeError('negative'); return x * 2 }
function join(...parts) { return parts.map((p) => String(p)).join('-') }
async function wait2(x) { await null; return x }
const stored = JSON.parse(JSON.stringify({ f: String(double), g: join.toString(), h: `${wait2}` }))
const make = (text) => new Function(`return (${text})`)()
log(make(stored.f)(2), make(stored.g)(1, 2), (0, eval)(`(${stored.f})`)(3))
try { make(stored.f)(-1) } catch (e) { log(e.name, e.message) }
wait(make(stored.h)(4).then(log))
