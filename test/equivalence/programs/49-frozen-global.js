// A frozen global and deleted built-ins change nothing.
// as: script, commonjs
const f = (x) => x
delete Array.prototype.map
log(f(1))
