// Every kind of member: private, static, accessor, generator, async, computed, fields.
let n = 0
class A {
  #secret = 1
  static #count = 0
  field = () => this.#secret
  static make = (x) => { A.#count++; return new A(x) }
  static { log('static block', this.name); try { throw 1 } catch (e) { log('in static', e) } }
  #hidden(x) { return x + this.#secret }
  static #hush() { return A.#count }
  get value() { return this.#hidden(1) }
  set value(v) { this.#secret = v }
  get #inner() { return 'inner' }
  inner() { return this.#inner + A.#hush() }
  *items() { yield this.#secret }
  async later() { return this.#secret }
  async *stream() { yield this.#secret }
  [`computed${n++}`](x) { return x }
  static async [Symbol.for('s')]() { return 's' }
  'quoted name'() { return 'q' }
  42() { return 42 }
  constructor(x) { if (x) this.value = x }
}
const a = A.make(5)
log(a.value, a.field(), a.inner(), [...a.items()], a.computed0(1), a['quoted name'](), a[42]())
wait((async () => { log(await a.later(), await A[Symbol.for('s')]()); for await (const x of a.stream()) log(x) })())
