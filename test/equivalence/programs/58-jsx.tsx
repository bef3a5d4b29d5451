// JSX, generics, `using`-free modern syntax in a .tsx file.
const React = { createElement: (type: unknown, props: unknown, ...children: unknown[]) => typeof type === 'function' ? type(props) : [type, props, children] }
const Row = <T,>({ item, onPick }: { item: T; onPick?: (x: T) => T }) => <li onClick={() => onPick?.(item)}>{String(item)}</li>
function List({ items }: { items: number[] }) { return <ul>{items.map((x) => <Row item={x} onPick={(y) => y} />)}</ul> }
const view = <List items={[1, 2]} /> as any
log(JSON.stringify(view), view[2][0][0][1].onClick())
export default List
declare function log(...x: unknown[]): void
