// Inheritance as it was before classes: prototypes, `call`, `Object.create`.
function Animal(name) { this.name = name }
Animal.prototype.speak = function () { return this.name + ' speaks' }
function Dog(name) { Animal.call(this, name); this.tricks = [] }
Dog.prototype = Object.create(Animal.prototype, { constructor: { value: Dog } })
Dog.prototype.add = function (t) { this.tricks.push(t); return this }
Dog.of = function () { return new this(...arguments) }
const d = Dog.of('rex').add('sit')
log(d.speak(), d instanceof Animal, d.constructor === Dog, Object.keys(d), d.tricks)
