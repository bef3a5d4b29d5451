// Mapped arguments go on sharing their values with the parameters.
// as: sloppy
function mapped(a) { arguments[0] = 9; return a }
function back(a) { a = 8; return arguments[0] }
function unmapped(a, b = 1) { arguments[0] = 9; return [a, arguments.length] }
function inArrow() { return (() => arguments[1])() }
function many() { return [].slice.call(arguments) }
function named(arguments) { return arguments }
function own() { var arguments = 5; return arguments }
function redefined() { return typeof arguments; function arguments() {} }
function property(o) { return o.arguments }
function callee() { return arguments.callee === callee }
log(mapped(1), back(1), unmapped(1), inArrow(1, 2), many(1, 2, 3), named(4), own(), redefined(), property({ arguments: 6 }), callee())
