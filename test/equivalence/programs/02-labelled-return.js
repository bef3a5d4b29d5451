// A label before a return, a throw or an `if`.
function f(x) { lbl: if (x) return; log('on') }
function g(x) { a: b: return x }
function h(x) { a: if (x) break a; else return 'else'; return 'after' }
function t(x) { a: throw x }
log(f(1), f(0), g(1), h(1), h(0))
try { t('x') } catch (e) { log(e) }
