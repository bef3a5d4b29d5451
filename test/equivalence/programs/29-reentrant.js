// A generator and its consumer take turns, and calls in between are the consumer's.
function* ids() { let id = 0; while (true) { const reset = yield step(id++); if (reset) id = 0 } }
function step(x) { return x }
function take(gen, n) { const out = []; for (let i = 0; i < n; i++) out.push(gen.next(i === 2).value); return out }
const gen = ids()
log(take(gen, 4), step('between'), take(gen, 1), gen.return('done'))
