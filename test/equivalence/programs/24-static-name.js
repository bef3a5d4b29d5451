// A class with a static member called `name`, and functions whose name is written over.
class A { static name = 'mine' }
class B { static name() { return 'method' } }
class C { static get name() { return 'getter' } }
const f = () => 1
Object.defineProperty(f, 'name', { value: 'given' })
log(A.name, B.name(), C.name, f.name, f(), (() => {}).bind().name, f.bind().name)
