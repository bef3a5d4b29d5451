// Reading a reactive value subscribes: nobody reads but the program.
// unseen
let active
const reads = { shown: 0, signal: 0 }
const reactive = (target) => new Proxy(target, { get: (t, k, r) => { if (active) active.add(k); reads.shown += k === 'shown'; return Reflect.get(t, k, r) }, has: (t, k) => { active?.add(k); return Reflect.has(t, k) } })
const signal = (v) => ({ get value() { reads.signal++; if (active) active.add(this); return v } })
const state = reactive({ shown: 1, hidden: 2 })
const s = signal(3)
const effect = (f) => { active = new Set(); f(); const n = active.size; active = undefined; return n }
function show(x) { return x.shown }
function pass(x) { return x }
const hold = (x) => { const kept = { x }; return kept }
log(effect(() => show(state)), effect(() => { show(state); s.value }), effect(() => pass(s).value), reads)
