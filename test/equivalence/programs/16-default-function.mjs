// A default export keeps its name and is hoisted.
import * as self from './16-default-function.mjs'
log(self.default(2), self.default.name)
export default function (x) { return x }
