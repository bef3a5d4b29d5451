// Calls of one function that overlap are told apart.
const sleep = (n) => new Promise((resolve) => void setTimeout(resolve, n))
async function f(n) { await sleep(n); return g(n) }
function g(n) { return n }
wait(Promise.all([f(8), f(1), f(4)]).then(log))
