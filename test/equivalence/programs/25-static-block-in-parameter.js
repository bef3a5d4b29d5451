// A static block throws from a default value, where nothing of the body can be seen.
function f(x = class { static { throw 'from the block' } }) { return x }
function g(x = class { static { try { throw 'inner' } catch (e) { log(e) } } }) { return 'g' }
const h = (x = class { static { throw 'arrow' } }) => x
for (const each of [f, g, h]) try { log(each()) } catch (e) { log(typeof e === 'string' ? e : e.name) }
