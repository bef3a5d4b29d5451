// An async function that calls itself, many at once.
async function fib(n) { if (n < 2) return n; const [a, b] = await Promise.all([fib(n - 1), fib(n - 2)]); return a + b }
async function depth(n) { if (n) { await null; return 1 + (await depth(n - 1)) } return 0 }
const many = Array.from({ length: 40 }, (_, i) => depth(i % 5))
wait(fib(5).then(log))
wait(Promise.all(many).then((all) => log(all.length, all.reduce((a, b) => a + b))))
