// Sloppy functions in blocks come out of their blocks as they did.
// as: sloppy
function param(a) { function a() {} return typeof a }
function paramSeen(a) { function a() { return 1 } return [typeof arguments[0], typeof a] }
function inBlock() { log(typeof f); { function f() { return 'inner' } } return f() }
function shadowed(f) { { function f() {} } return f }
function twice() { if (true) { function f() { return 1 } } else { function f() { return 2 } } return f() }
function bodyAndBlock() { { function f() { return 'block' } } function f() { return 'body' } return f() }
function assigned() { f = 1; function f() {} return f }
function closure(a, g = () => a) { function a() {} return [typeof g(), typeof a] }
function labelled() { l: function f() { return 'labelled' } return f() }
function late() { return f; { function f() {} } }
function caught() { try { throw 1 } catch (f) { { function f() {} } } return typeof f }
log(param(1), paramSeen(1), inBlock(), shadowed(1), twice(), bodyAndBlock(), assigned(), closure(1), labelled(), late(), caught())
