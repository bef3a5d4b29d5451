// Nothing is read before it is there.
function f(flag) { if (flag) return 1; const later = 2; return later }
function g(x) { switch (x) { case 0: return typeof y; case 1: let y = 1; return y } }
function h() { for (let i = 0; i < 2; i++) { const f = () => j; let j = i; log(f()) } }
function params(a, b = a, c = () => b) { var b = 5; return [a, b, c()] }
log(f(1), f(0), g(1), h(), params(1))
try { g(0) } catch (e) { log(e.name) }
