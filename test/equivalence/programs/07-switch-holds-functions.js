// Functions and classes that are declared in a case.
function f(v) {
  switch (v) {
    case 1: { const a = () => 'a'; return a() }
    case 2: class K { m() { return 'K' } } return new K().m()
    case 3: const later = 'c'; return ((x = later) => x)()
    default: return typeof K === 'undefined' ? 'hidden' : 'seen'
  }
}
for (const v of [1, 2, 3, 4]) try { log(f(v)) } catch (e) { log(e.name) }
