// Auto-accessors, and decorators that replace methods and classes.
const wrap = (f: any, { name }: any) => function (this: any, ...args: any[]) { return `${String(name)}(${f.apply(this, args)})` }
const sealed = (C: any, { kind }: any) => class extends C { sealed = kind } as any
@sealed class A { accessor x = 1; static y = 2; @wrap m(a: number) { return a + this.x } @wrap static s() { return A.y } get g() { return this.m(2) } }
const a = new A() as any
a.x = 5
log(a.m(1), A.s(), a.g, a.sealed, Object.keys(a))
export {}
declare function log(...x: unknown[]): void
