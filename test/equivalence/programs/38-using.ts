// Resources are let go of before the call is left, in reverse, on every way out.
for (const name of ['dispose', 'asyncDispose']) if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol.for(name) })
const open = (name: string) => ({ name, [Symbol.dispose]() { log('close', name) } })
const openAsync = (name: string) => ({ name, async [Symbol.asyncDispose]() { log('closing', name); await null; log('closed', name) } })
function f(x: number) { using a = open('a'); using b = open('b'); if (x) return a.name + b.name; throw new Error('thrown') }
function nothing() { using a = open('n') }
function loop() { for (using r of [open('1'), open('2')]) log(r.name) }
async function g(x: number) { await using a = openAsync('c'); if (x) return a.name; throw new Error('async') }
async function falls() { await using a = openAsync('d') }
log(f(1), nothing(), loop())
try { f(0) } catch (e) { log((e as Error).message) }
wait(g(1).then(log).then(() => g(0)).catch((e) => log(e.message)).then(falls).then(log))
export {}
declare function log(...x: unknown[]): void
declare function wait(x: unknown): void
