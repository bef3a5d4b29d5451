// A strict function among sloppy ones is strict, and they are not.
function strict() { 'use strict'; return this }
function sloppy() { return typeof this }
const o = { strict() { 'use strict'; return (function () { return this })() }, sloppy }
function outer() { return [strict.call(5), (function () { 'use strict'; return typeof this })()] }
log(strict(), sloppy.call(5), o.strict(), outer())
function assigns() { 'use strict'; try { undeclaredName = 1; return 'leaked' } catch (e) { return e.name } }
function deletes() { 'use strict'; try { delete Object.prototype; return 'silent' } catch (e) { return e.name } }
log(assigns(), deletes())
