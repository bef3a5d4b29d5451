// Parameters have a scope of their own, beside that of the body.
var x = 'outer'
function f(g = () => x) { var x = 'body'; return [g(), x] }
function h(x, g = () => x) { var x; const before = x; x = 'body'; return [before, g(), x] }
function k(a, b = (a = 'changed')) { return [a, b, arguments[0]] }
function l(a = eval('1 + 1'), b = a) { return [a, b] }
function m(a, b = function () { return typeof inner }) { function inner() {} return b() }
log(f(), h('param'), k(1), l(), m())
