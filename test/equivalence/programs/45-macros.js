// Calls that a compiler replaces stay calls of that very form.
// text
const defineProps = (x) => Object.keys(x), css = (s, ...v) => s.raw.join('x') + v.length, gql = String.raw
function setup() { const props = defineProps({ title: String, onClick: (e) => e }); return props }
const styles = () => css`color: ${() => 'red'};`
const query = () => gql`query { me { id } }`
for (const f of [setup, styles, query]) log(/defineProps\(\{|css`color: \$\{|gql`query \{ me/.test(String(f)), f())
