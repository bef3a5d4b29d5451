// Jumps out of a `for await` close its source and go on in the right call.
async function* source(n) { try { yield n; yield n + 1 } finally { log('closed', n) } }
async function f() {
  outer: for (let i = 0; i < 2; i++) {
    for await (const x of source(i)) { if (x === 0) continue outer; log('body', x); break outer }
  }
  inner()
  if (true) for await (const x of source(10)) inner(); else log('never')
  await null
  return inner()
}
function inner() { return 'inner' }
wait(f().then(log))
