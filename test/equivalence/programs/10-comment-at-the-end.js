// A file whose last line is a comment, without a line break, after an arrow without a semicolon.
log(((x) => x)(1))
const last = () => log('last')
last()
const unused = () => 1 // the end