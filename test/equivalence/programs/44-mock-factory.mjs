// A mock factory is hoisted above everything and so left alone, with all that is in it.
const vi = { mock: (name, make) => log(name, make().x(2)), hoisted: (make) => make() }
vi.mock('./a', () => ({ x: (y) => y }))
vi.hoisted(() => 1)
function after() { return 1 }
log(after())
