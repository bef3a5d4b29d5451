// A directive stays first, and in the function that it was written for.
function strict() { 'use strict'; return this }
function sloppy() { return this === undefined ? 'undefined' : typeof this }
function several() {
  'use strict'
  'use asm-like'
  return (function () { return this })()
}
function only() { 'use strict' }
const arrow = () => { 'use strict'; undeclared = 1 }
function notDirective() { ('use strict'); return typeof this }
log(strict(), sloppy(), several(), only(), notDirective())
try { arrow() } catch (e) { log(e.name) }
