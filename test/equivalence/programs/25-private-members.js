// Private fields, methods, accessors, and the question whether an object has them.
class A {
  #f = 1; static #n = 0
  #m(x) { return x + this.#f }
  get #g() { return this.#f } set #g(v) { this.#f = v }
  static has(o) { A.#n++; return #f in o }
  static count() { return A.#n }
  use() { this.#g = 5; return this.#m(1) + this.#g }
  steal(o) { return o.#f }
}
log(A.has(new A()), A.has({}), A.count(), new A().use())
try { new A().steal({}) } catch (e) { log(e.name) }
