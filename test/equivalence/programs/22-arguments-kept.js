// `arguments` that are kept, changed and handed on.
function keep() { return arguments }
function shift() { return [].shift.call(arguments) + arguments.length }
function hand() { return keep.apply(this, arguments) }
function longer() { arguments.length = 5; return Array.from(arguments) }
function deleted() { delete arguments[0]; return 0 in arguments }
function changed(a) { a = 'changed'; return [a, arguments.length] }
const k = keep(1, 2)
log(k[0], k.length, shift(1, 2), [...hand(3, 4)], longer(1), deleted(1), changed('x'), typeof k[Symbol.iterator])
