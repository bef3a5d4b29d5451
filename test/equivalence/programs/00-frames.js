// Frames keep their names and lines, thrown errors theirs.
// stacks
// unseen
function outer(x) {
  return inner(x)
}
const inner = (x) => {
  if (x === 0)
    throw new Error('zero')
  return (() => frames())()
}
class A {
  m() { return new A().n() }
  n() {
    return frames()
  }
  get g() { return frames() }
  static s() { return frames() }
  constructor(f) { this.f = f && frames() }
}
log(outer(1), new A().m(), new A().g, A.s(), new A(1).f)
try { outer(0) } catch (e) { log(frames(e)) }
async function later() { await null; return frames() }
async function rejects() { await null; throw new Error('r') }
wait(later().then(log))
wait(rejects().catch((e) => log(frames(e))))
