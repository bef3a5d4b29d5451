// Parameters are left as they are: length, defaults, rest, patterns.
// as: sloppy
function express(e, req, res, next) {}
const opt = (a, b = 1, c) => a
const rest = (a, ...b) => b
function pattern({ a, b: { c } }, [d, , e] = []) { return [a, c, d, e] }
function duplicate(a, a) { return a }
log(express.length, opt.length, rest.length, pattern.length, duplicate.length)
log(express(1, 2, 3, 4), opt(1), rest(1, 2, 3), pattern({ a: 1, b: { c: 2 } }, [3, 4, 5]), pattern({ a: 1, b: {} }), duplicate(1, 2))
