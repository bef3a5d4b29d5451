// Frames of callbacks, methods, getters, constructors and generators have their names and places.
// stacks
// unseen
class Shop {
  #items = [1]
  get total() { return this.#sum() }
  #sum() { return this.#items.map((item) => this.price(item)) }
  price(item) { return frames(new Error('price')) }
  static open() { return new Shop().total }
}
const o = { run: function () { return Shop.open() }, 'quoted name': () => o.run() }
function* gen() { yield frames() }
log(o['quoted name']())
log([...gen()], (function named() { return frames() })(), (() => frames())())
