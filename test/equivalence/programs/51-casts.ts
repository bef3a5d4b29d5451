// Casts around what is returned keep functions nameless, and values whole.
type Fn = (x: number) => number
const as = () => ((x: number) => x) as Fn
const satisfies = () => ((x: number) => x) satisfies Fn
const nonNull = () => ((x: number) => x)!
const angle = () => <Fn>((x) => x)
function returned() { return (function (x: number) { return x }) as unknown as Fn }
function* yielded() { yield ((x: number) => x) as Fn }
async function awaited() { return (await (((x: number) => x) as Fn)).name }
function thrown() { throw (class {}) as unknown }
const generic = <T,>(x: T) => x as T
const constant = () => ({ a: 1 }) as const
function sequence(a: number) { return (a, a + 1) as number }
log([as(), satisfies(), nonNull(), angle(), returned(), ...yielded()].map((f) => f.name), generic(1), constant(), sequence(1))
try { thrown() } catch (e) { log((e as Function).name) }
awaited().then(log)
export {}
declare function log(...x: unknown[]): void
