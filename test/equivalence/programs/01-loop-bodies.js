// Loops whose body is one return, throw or jump.
function first(list) { for (const x of list) return x }
function key(o) { for (const k in o) return k }
function once(n) { while (n) return n--; return 'none' }
function count() { for (let i = 0; ; i++) if (i > 3) return i }
function fails(list) { for (const x of list) throw x }
function skips(list) { let n = 0; for (const x of list) if (x) continue; else n++; return n }
log(first([1, 2]), first([]), key({ a: 1 }), once(2), once(0), count(), skips([0, 1, 0]))
try { fails(['x']) } catch (e) { log('threw', e) }
