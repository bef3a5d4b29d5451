// Recursion goes deep.
// unseen
// untold
function sum(n) { return n === 0 ? 0 : n + sum(n - 1) }
const even = (n) => (n === 0 ? true : odd(n - 1))
const odd = (n) => (n === 0 ? false : even(n - 1))
class Node { constructor(n) { this.next = n ? new Node(n - 1) : null } get depth() { return this.next ? 1 + this.next.depth : 0 } }
log(sum(4000), even(4000), new Node(2000).depth)
