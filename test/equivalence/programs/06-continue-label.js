// A label and the loop that it names belong together.
function f(n) { lbl: for (;;) { if (n-- > 0) continue lbl; return 'done' } }
function g() { a: b: for (const x of [1, 2, 3]) { for (;;) { if (x === 2) break a; continue b } } return 'left' }
function h() { out: { try { break out } finally { log('finally') } } return 'after' }
function i() { out: do { continue out } while (false); return 'once' }
log(f(3), g(), h(), i())
