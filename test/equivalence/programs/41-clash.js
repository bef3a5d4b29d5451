// Names with the prefix of ours are the person's own.
const _$pc = 1
let _$p1_c = 2
function f(_$pv, _$pf0) { var _$pt = _$pv; return _$pt + _$pc + _$p1_c + _$pf0 }
log(f(1, 2))
