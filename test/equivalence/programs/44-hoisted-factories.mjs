// Factories that a runner moves above the imports name nothing from outside.
// text
const allowed = /^(?:typeof|return|new|async|await|function|class|const|let|var|if|else|throw|try|catch|finally|for|of|in|x|y|double|a|b|value|then)$/
const foreign = (f) => [...new Set(String(f).replace(/'[^']*'|"[^"]*"|\.\w+|\/\*.*?\*\//g, '').match(/[A-Za-z_$][\w$]*/g) ?? [])].filter((name) => !allowed.test(name))
const vi = { mock: (_, make) => log(foreign(make), make()), hoisted: (make) => { log(foreign(make)); return make() } }
const jest = { mock: (_, make) => log(foreign(make), typeof make().double) }
vi.mock('./a', () => ({ value: 1 }))
vi.mock('./b', function () { const a = 1; return { value: a } })
const double = vi.hoisted(() => (x) => x * 2)
jest.mock('./c', () => ({ double: (x) => x * 2 }))
log(double(2))
