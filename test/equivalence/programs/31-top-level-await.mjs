// A module that awaits at its top.
const x = await Promise.resolve(1)
for await (const y of [2]) log(y)
export async function f(z) { return z + await x }
log(await f(3))
