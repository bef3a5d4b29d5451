// A function in a block is seen outside of it, or not, as the mode says.
function f() { if (true) { function inner() { return 1 } } return typeof inner }
function g() { try { throw 1 } catch { function inner() { return 2 } } return typeof inner }
function h(x) { switch (x) { case 1: function inner() { return 3 } } return typeof inner }
function i() { { function inner() { return 'first' } } { function inner() { return 'second' } } return typeof inner === 'function' ? inner() : 'none' }
log(f(), g(), h(1), h(2), i())
