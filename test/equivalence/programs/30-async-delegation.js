// `yield*` in an async generator takes what is async, what is not, and promises.
async function* inner() { yield 1; return 'value' }
async function* outer() { log(await (yield* inner())); yield* [Promise.resolve(2), 3]; yield* { [Symbol.asyncIterator]() { let n = 0; return { next: () => Promise.resolve({ done: n++ > 0, value: 'hand made' }) } } } }
wait((async () => { for await (const x of outer()) log(x); return 'end' })().then(log))
