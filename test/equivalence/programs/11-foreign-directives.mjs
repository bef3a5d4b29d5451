// Directives of frameworks are the first thing in a body and in a file.
// text
'use client'
'no semicolon'
export async function action(x) {
  'use server'
  return x
}
const worklet = (x) => { 'worklet'; return x }
export const memo = function () { 'use no memo' /* then */; /* a comment */ }
for (const f of [action, worklet, memo]) log(/^[^{]*\{\s*'[^']+'/.test(f.toString()))
wait(action(1).then(log))
log(worklet(2), memo())
