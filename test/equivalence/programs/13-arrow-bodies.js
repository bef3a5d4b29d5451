// Expression bodies of every shape.
const o = {
  paren: () => (1),
  twice: () => ((1)),
  comment: (x) => ((x) /* ) */),
  before: (x) => /* ( */ (/* ) */ x),
  sequence: (a, b) => (a, b),
  object: () => ({ a: 1 }),
  bare: x => x,
  nested: a => b => c => a + b + c,
  func: x => function () { return x },
  cls: () => class { static x = 1 },
  text: () => 'a',
  template: (x) => `${x}`,
  regexp: () => /\)/,
  conditional: (a) => a ? 1 : 2,
  assigns: (a) => a = 2,
  async: async x => (await x),
  asyncParens: async (x) => ((await x)),
  newline: (x) =>
    (
      x
    ),
}
for (const [name, f] of Object.entries(o)) log(name, f.name, f.length, name.startsWith('async') ? wait(f(3).then(log)) : f(3))
log(o.nested(1)(2)(3), o.func(4)(), o.func(4).name, o.cls().name, o.nested(1).name)
