// A `var` and a function of one name in one body, seen before and after.
function f() { var before = typeof g; var g = 1; function g() {} return [before, typeof g] }
function later() { log(typeof h); function h() {} var h = 2; return h }
function loops() { for (var i = 0; i < 1; i++) log(typeof i); function i() {} return i }
function destructured() { var { x } = { x: 1 }; function x() {} return x }
log(f(), later(), loops(), destructured())
