// What is returned is what it was when it was returned.
function f() { let x = 1; try { return x } finally { x = 2 } }
function g() { const o = { x: 1 }; try { return o } finally { o.x = 2 } }
function h() { let n = 0; try { return ++n } finally { ++n; log(n) } }
function i() { try { return log('value') } finally { log('finally') } }
log(f(), g(), h(), i())
