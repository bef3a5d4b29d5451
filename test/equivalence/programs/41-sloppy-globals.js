// Globals that are assigned without a declaration, and `delete` of them.
// as: sloppy
function leak(x) { leaked = x; return delete globalThis.leaked && typeof leaked }
function own(undefined) { return typeof undefined }
log(leak(1), own(2))
