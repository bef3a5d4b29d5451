// Programs that look functions up by their names.
const registry = {}
const register = (f) => { registry[f.name] = f; return f }
register(function checkout(n) { return n * 2 })
register(class Cart { total() { return 3 } })
const pay = register((n) => n + 1)
const save = (n) => n - 1
register(save)
log(Object.keys(registry), registry.checkout(2), new registry.Cart().total(), pay(1), registry.save(1), String(registry[''] === pay))
