// Async arrows of every body.
const a = async (x) => x
const b = async x => (await x)
const c = async () => ({ a: 1 })
const d = async (x) => { await x; return x }
const e = async ({ x }, [y] = [2]) => (x, await y)
wait(Promise.all([a(1), b(Promise.resolve(2)), c(), d(3), e({ x: 4 })]).then(log))
