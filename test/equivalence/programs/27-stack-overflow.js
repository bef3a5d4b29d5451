// A stack that overflows is a RangeError that can be caught, and the program goes on.
// unseen
// untold
function forever(n) { return forever(n + 1) + 1 }
function tries() { try { return forever(0) } catch (e) { return e.name } finally { log('finally') } }
const again = () => { try { again() } catch (e) { return e.name } return 'unwound' }
log(tries(), again(), tries())
