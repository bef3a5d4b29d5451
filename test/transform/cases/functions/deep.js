// Recursion goes thousands of calls deep.
function down(n) { return n === 0 ? 0 : 1 + down(n - 1) }
const arrow = (n) => n === 0 ? 0 : 1 + arrow(n - 1)
log(typeof down, typeof arrow)
