// Parameters in patterns, with defaults that call and throw.
const order = []
const note = (x) => { order.push(x); return x }
function f({ a = note('a'), b: { c = note('c') } = {}, ...rest }, [d = note('d'), , ...e] = [], ...[g = note('g')]) { return [a, c, rest, d, e, g] }
function fails({ a } = null) { return a }
const arrow = ([x, { y }] = [1, { y: 2 }]) => x + y
class A { set v({ z = note('z') }) { this.z = z } }
log(f({ q: 1 }), f({ b: { c: 2 } }, [1, 2, 3], 4), arrow(), arrow([3, { y: 4 }]), order.join())
try { fails() } catch (e) { log(e.name) }
const a = new A(); a.v = {}; log(a.z)
