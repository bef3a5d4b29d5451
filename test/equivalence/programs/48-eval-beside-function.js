// Code for eval sees the functions of the body that it is in.
function vars() { eval('var g = 1'); return typeof g; function g() {} }
function reads() { const x = 2; function g() { return x } return eval('g() + x') }
function overwrites() { function g() {} eval('function g() { return 3 }'); log(g()); var done = 1; return done }
const arrow = (a, b) => eval('a + b')
log(vars(), reads(), overwrites(), arrow(1, 2))
