// A return without braces in a `do`, before its `while`.
function f(i) { do if (i) return i; while (i); return 'out' }
function g() { let i = 3; do if (i < 2) return 'small'; while (i--); return 'never' }
function h() { do return 'at once'; while (true) }
log(f(1), f(0), g(), h())
