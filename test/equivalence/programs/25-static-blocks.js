// Static blocks with jumps, catches, functions and `this`.
class A {
  static list = []
  static { for (const x of [1, 2, 3]) { if (x === 2) continue; this.list.push(x) } }
  static { try { throw 'x' } catch (e) { A.list.push(e) } finally { A.list.push('f') } }
  static { const f = () => this.name; var v = f(); this.list.push(v); function inner() { return typeof this } A.list.push(inner()) }
  static { a: { break a } }
}
log(A.list)
