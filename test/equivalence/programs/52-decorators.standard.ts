// Standard decorators, on an exported class, its members, accessors and fields.
const order: string[] = []
/* @spoor-ignore */ function dec(name: string) { return (value: any, context: any) => { order.push(`${name} ${context.kind} ${String(context.name)} ${value?.name} ${value?.length}`); context.addInitializer?.(function (this: unknown) { order.push(`init ${name} ${typeof this}`) }) } }
const doubled = (method: any) => function (this: unknown, ...args: number[]) { return 2 * method.apply(this, args) }
class Base {}
@dec('class') export class A extends Base {
  @dec('field') field = () => 1
  @dec('accessor') accessor acc = 2
  @dec('method') @doubled method(x: number) { return x }
  @dec('static') static s(a: number, b: number) { return a + b }
  @dec('getter') get g() { return 3 }
  @dec('private') #p() { return 4 }
  constructor(readonly z = 5) { super(); order.push(`body ${this.z} ${this.#p()}`) }
}
const a = new A()
log(a.method(2), A.s(1, 2), a.g, a.acc, a.field(), A.name)
log(order.join('\n'))
declare function log(...x: unknown[]): void
