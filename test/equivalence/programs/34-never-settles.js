// A promise that never settles, or later: the caller waits.
let settle
async function f() { return new Promise(() => {}) }
async function g() { return new Promise((done) => { settle = done }) }
let state = 'waiting'
f().then(() => { state = 'settled?' })
wait(g().then((v) => log(v, state)))
void setImmediate(() => settle('late'))
