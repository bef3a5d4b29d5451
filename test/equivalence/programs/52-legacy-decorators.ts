// Decorators of the older kind, on classes, members and parameters.
const order: string[] = []
function dec(name: string): any { return (...args: any[]) => { order.push(`${name} ${typeof args[0]} ${String(args[1])} ${typeof args[2]}`) } }
@dec('class')
class A {
  @dec('field') field = 1
  @dec('method') method(@dec('param') x: number, @dec('second') y?: number) { return x }
  @dec('static') static s() { return 's' }
  @dec('accessor') get g() { return 'g' }
  constructor(@dec('ctor') private readonly z: number = 1) {}
  show() { return this.z }
}
log(order, new A(2).method(3), A.s(), new A().g, new A().show())
export {}
declare function log(...x: unknown[]): void
