// While resources of an inner block are waited for, the call waits: what runs meanwhile is not below it.
for (const name of ['dispose', 'asyncDispose']) if (!(name in Symbol)) Object.defineProperty(Symbol, name, { value: Symbol.for(name) })
/* @spoor-ignore */ const open = (name: string) => ({ name, async [Symbol.asyncDispose]() { log('closing', name); await null; await null; log('closed', name) } })
function beside(name: string) { log('beside', name) }
function soon(name: string) { void Promise.resolve().then(() => beside(name)) }
function after(name: string) { return name }
async function block() { { await using a = open('a'); soon('1') } return after('block') }
async function leaves(x: number) { for (;;) { try { await using a = open('b'); soon('2'); if (x) return after('returned'); if (x === 0) break; throw new Error('thrown') } catch (e) { return after((e as Error).message) } } return after('broken') }
async function both() { await using a = open('c'); if (a) { await using b = open('d'); function hoisted() { return 'hoisted' } soon('3'); if (b) return hoisted() } }
async function inLoop() { for await (const n of [1]) { await using a = open('e'); soon(`${n}`) } try { await null; await using b = open('f') // the last
} finally { await using c = open('g') } return after('loop') }
async function stays() { rows: for (const n of [1, 2]) { await using a = open('h'); for (;;) { if (n) break } switch (n) { case 1: break; default: continue rows } soon(`${n}`) } return after('stays') }
wait(block().then(log).then(() => leaves(1)).then(log).then(() => leaves(0)).then(log).then(() => leaves(NaN)).then(log).then(both).then(log).then(inLoop).then(log).then(stays).then(log))
export {}
declare function log(...x: unknown[]): void
declare function wait(x: unknown): void
