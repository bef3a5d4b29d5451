// Exported functions and classes, renamed and hoisted.
import * as self from './16-exported-names.mjs'
log(self.early(), typeof self.renamed)
export function early() { return 'early' }
function local(x) { return x }
export { local as renamed, local as 'a string' }
export class A { m() { return A.name } }
export const arrow = () => 1, other = function () {}
log(Object.keys(self), self.renamed.name, new self.A().m(), self.arrow.name, self.other.name)
