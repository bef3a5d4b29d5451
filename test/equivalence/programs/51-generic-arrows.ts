// Generic arrows and casts in angle brackets, which are no JSX in a `.ts` file.
const same = <T>(x: T) => x
const pair = <A, B = A>(a: A, b: B): [A, B] => [a, b]
const cast = (x: unknown) => <string>x
const both = async <T extends object>(x: T) => <T>await x
function over<const T>(this: void, x: T) { return x as T satisfies unknown }
log(same(1), pair(1, 'b'), cast('c'), over(4), same.length, pair.name)
both({ a: 5 }).then(log)
export {}
declare function log(...x: unknown[]): void
