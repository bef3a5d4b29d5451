// Sloppy `eval` declares in the function that it is in; strict does not.
function f() { eval('var made = 1; function alsoMade() { return 2 }'); return [typeof made, typeof alsoMade] }
function g(x) { eval('x = "changed"'); return x }
function h() { var r = 'var'; eval('var r = "eval"'); return r }
function i() { 'use strict'; eval('var inner = 1'); return typeof inner }
function j(a, b = eval('var made2 = "in parameters"; made2')) { return [b, typeof made2] }
log(f(), g(1), h(), i(), j())
