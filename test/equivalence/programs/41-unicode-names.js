// Names of every alphabet, and names with every sign that a name may have.
const $ = 1, _ = 2, ñandú = (x) => x, 変数 = 4, \u0061bc = 5, ಠ_ಠ = 6, $_$ = 7
function π(τ) { return τ * 2 }
class Ünïcödé { ключ = 1; #ключ = 2; get ζ() { return this.ключ + this.#ключ } }
function $c(_$v) { return _$v }
log($, _, ñandú(3), 変数, abc, ಠ_ಠ, $_$, π(3), new Ünïcödé().ζ, $c(8), π.name, Ünïcödé.name)
