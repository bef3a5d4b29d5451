// Async and generator functions as default export are hoisted, and called `default`.
import * as self from './16-default-async.mjs'
log(typeof self.default, self.default.name)
export default async function* () { yield 1 }
for await (const x of self.default()) log(x)
