// Frames of functions and classes without a name stay without one, wherever they come from.
// stacks
const here = () => frames()[1]
const made = {
  returned() { return function () { return here() } },
  arrow: () => () => here(),
  chosen(x) { return x ? function () { return here() } : () => 0 },
  either(x) { return x || (() => here()) },
  last(x) { return x, function () { return here() } },
  list() { return [() => here(), function () { return here() }] },
  property(x) { return { f: () => here(), g: x ? () => here() : 0, h: [() => here()] } },
  given: (x = () => here()) => x,
}
log(made.returned()(), made.arrow()(), made.chosen(1)(), made.either()(), made.last()(), made.list().map((f) => f()), made.list()[1]())
const o = made.property(1)
log(o.f(), o.g(), o.h[0](), made.given()())
const classes = { one() { return class { m() { return here() } static s() { return here() } constructor() { this.f = here() } } }, two() { return [class { m() { return here() } }, class { m() { return here() } }] } }
const K = classes.one()
log(new K().m(), K.s(), new K().f, classes.two().map((C) => new C().m()))
function* gives() { yield () => here(); yield [function () { return here() }] }
const [f, [g]] = gives()
log(f(), g())
async function waits() { return [(await (() => here()))(), (await [() => here()])[0]()] }
wait(waits().then(log))
