// A sloppy function sees who called it, and its own arguments from outside.
// as: sloppy
function inner() { return inner.caller === outer }
function outer() { return inner() }
function own(a) { return own.arguments[0] === a && own.arguments.length }
function callee(n) { return n ? n + arguments.callee(n - 1) : 0 }
log(outer(), own('x', 'y'), callee(3), own.arguments)
