// Calls of one function that overlap are told apart.
const asleep = []
const sleep = (n) => new Promise((resolve) => void (asleep[n] = resolve))
async function f(n) { await sleep(n); return g(n) }
function g(n) { return n }
void setTimeout(() => asleep.forEach((wake) => wake()))
wait(Promise.all([f(8), f(1), f(4)]).then(log))
