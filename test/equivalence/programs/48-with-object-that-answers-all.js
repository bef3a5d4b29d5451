// A `with` whose object has every name.
// as: sloppy
const asked = []
const all = new Proxy({}, { has: (_, k) => typeof k === 'string' && k !== 'log' && (asked.push(k), true), get: (_, k) => (typeof k === 'symbol' ? undefined : `<${String(k)}>`) })
function f() { with (all) { return x + y } }
function g() { with (all) { return ((a) => a + z)('a') } }
log(f(), g(), asked.join())
