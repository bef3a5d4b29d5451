// A return without braces before an `else`.
function f(a) { if (a) return; else log('else') }
function g(a) { if (a) return 1; else if (a === 0) return 2; else return 3 }
function h(a, b) { if (a) if (b) return 'both'; else return 'a'; return 'none' }
function t(a) { if (a) throw 'thrown'; else return 'kept' }
log(f(1), f(0), g(1), g(0), g(null), h(1, 1), h(1, 0), h(0, 1), t(0))
try { t(1) } catch (e) { log(e) }
