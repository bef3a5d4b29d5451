// Code in a `with`, whose object may have any property.
// as: sloppy
function f(o) { with (o) { return x + (() => x)() } }
function g(o) { with (o) { try { throw x } catch (e) { return e } } }
log(f({ x: 1 }), g({ x: 2 }))
