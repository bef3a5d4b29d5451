// Calls of one async function that overlap give their own results.
const sleep = async (n) => { while (n--) await new Promise((done) => void setImmediate(done)) }
async function f(n) { const mine = n; await sleep(n); return [mine, n, await g(n)] }
async function g(n) { await null; return n * 2 }
wait(Promise.all([f(6), f(1), f(3)]).then(log))
async function race() { return Promise.race([f(5), f(2)]) }
wait(race().then(log))
