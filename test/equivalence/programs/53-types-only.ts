// What has no body, and what is only types, is not run.
abstract class Shape { abstract area(): number; abstract get name(): string; protected declare kind: string; describe(this: Shape) { return `${this.name} ${this.area()}` } }
class Square extends Shape { constructor(private readonly side: number, public tag?: string) { super() } area() { return this.side ** 2 } get name() { return 'square' } }
function pick(x: string): string
function pick(x: number): number
function pick(x: any) { return x }
function assert(x: unknown): asserts x is string { if (typeof x !== 'string') throw new TypeError('no string') }
enum Level { Low = 1, High = Low + pick(1) }
namespace Tools { export const twice = (x: number) => x * 2; export function thrice(x: number) { return x * 3 } }
declare module 'nothing' { export function f(): void }
log(new Square(2).describe(), pick('a'), pick(1), Level.High, Level[1], Tools.twice(2), Tools.thrice(2), Object.keys(new Square(1, 't')))
try { assert(1) } catch (e) { log((e as Error).message) }
export {}
declare function log(...x: unknown[]): void
