// Overloads, declarations, abstract members, `this` parameters, enums and namespaces.
function over(a: string): string
function over(a: number): number
function over(a: unknown) { return a }
declare function declared(): void
abstract class A { abstract m(): void; optional?(): void; concrete(this: A, x?: number) { return x } }
class B extends A { m(): void {} }
enum E { A = 1, B = (() => 2)() }
namespace N { export function f(x: number) { return x } export namespace M { export const g = () => 3 } }
declare global { interface Window { x(): void } }
interface I { (x: number): void; m(): void }
type T = (x: number) => void
log(over(1), over('x'), new B().concrete(1), new B().m(), E.B, N.f(2), N.M.g(), typeof (null as unknown as T & I))
export {}
