// Functions that no variable names are nameless in stack traces too, wherever they come from a return, an await, a yield or a throw.
// stacks
const own = () => frames().slice(1, 2)
const first = (f) => f()
function returned() {
  return () => own()
}
function chosen(a) {
  return a && function () { return own() }
}
function listed() {
  return [[() => own()]]
}
function chained() {
  return [1].map(() => own(), 2)[0]
}
const curried = (a) => (b) => () => [a, b, ...own()]
const inObject = () => ({ list: [() => own()], method() { return own() } })
const ofClass = () => class { constructor() { this.made = own() } at() { return own() } }
const inParentheses = () => (0, () => own())
log(returned()(), chosen(1)(), listed()[0][0](), chained(), curried(1)(2)())
log(inObject().list[0](), inObject().method(), new (ofClass())().made, new (ofClass())().at(), inParentheses()())
async function awaited() {
  log((await [() => own()][0])(), (await (async () => () => own())())())
  await first(() => log(own()))
}
wait(awaited())
function* yielded() {
  log((yield () => own())())
  try {
    throw [() => own()]
  } catch ([f]) {
    log(f())
  }
}
const i = yielded()
i.next(i.next().value)
