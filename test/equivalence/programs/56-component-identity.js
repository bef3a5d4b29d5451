// Components are recognised by identity, name and number of parameters; hooks by the order of their calls.
const slots = []
let at = 0
const useState = (first) => { const i = at++; slots[i] ??= first; return [slots[i], (v) => { slots[i] = v }] }
const useMemo = (make) => { const i = at++; return (slots[i] ??= make()) }
function Counter({ start }, ref) { const [n, setN] = useState(start); const double = useMemo(() => n * 2); if (n < 2) setN(n + 1); return [n, double] }
const Memo = Object.assign((props) => Counter(props), { displayName: 'Memo', $$typeof: 'memo' })
const render = (C, props) => { at = 0; return C(props) }
const registered = new Map([[Counter, 'Counter'], [Memo, 'Memo']])
log(render(Counter, { start: 1 }), render(Counter, { start: 1 }), render(Memo, { start: 9 }), slots.length, registered.get(Counter), Counter.name, Counter.length, Memo.displayName, Object.keys(Memo), /^[A-Z]/.test(Counter.name))
