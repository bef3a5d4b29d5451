// Keywords stand right before every kind of token.
function regexp() { return/re/.test('re') }
function text() { return'text' }
function template() { return`a${1}` }
function minus() { return-1 }
function group() { return(1, 2) }
function comment() { return/* c */3 }
function unicode(ñ) { return ñ }
function object() { return{ a: 1 } }
function not(x) { return!x }
function typed(x) { return typeof x }
function list() { return[1] }
function thrown(x) { throw/*c*/x }
function thrownText() { throw'x' }
function* yields() { yield'a'; yield/b/; yield*[1]; yield[2]; yield-3; yield }
async function awaits() { return await'a' + await(1) + await-1 }
log(regexp(), text(), template(), minus(), group(), comment(), unicode(1), object(), not(1), typed(1), list(), [...yields()])
for (const f of [thrown, thrownText]) try { f('t') } catch (e) { log(e) }
wait(awaits().then(log))
