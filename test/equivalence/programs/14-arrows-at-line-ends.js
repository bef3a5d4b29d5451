// Arrows that end at a line break, or at the next argument.
const a = (x) => x
const b = (x) => x++
;[a, b].forEach((f) => log(f(1), f.name))
const c = () => () => {}
const d = [(x) => x, (x) => x], e = (x) => x, g = { x: (y) => y, z: 1 }
log(typeof c()(), d[1](2), e(3), g.x(4), ((x) => x)(5), ((x) => (x))((6)))
log(((x) => x) ? 'yes' : 'no', `${((x) => x)(7)}`)
