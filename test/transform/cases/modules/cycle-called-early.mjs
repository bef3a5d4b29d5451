// A function that is called before its module has run.
import * as self from './cycle-called-early.mjs'
log(self.hoisted(1))
export function hoisted(x) { return x }
export const later = () => 1
log(later())
