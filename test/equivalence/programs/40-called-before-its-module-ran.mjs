// A function that is called before its module has run.
import * as self from './40-called-before-its-module-ran.mjs'
log(self.hoisted(1))
export function hoisted(x) { return x }
export const later = () => 1
log(later())
