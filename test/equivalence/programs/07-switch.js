// What is declared in one case of a switch is not leaked into another.
function kind(v) {
  switch (v) {
    case 1: let y = 'one'; return y
    case 2: y = 'two'; return y
    case 3: throw 'three'
    default: return
  }
}
for (const v of [1, 2, 3, 4]) try { log(kind(v)) } catch (e) { log(typeof e === 'string' ? e : e.name) }
