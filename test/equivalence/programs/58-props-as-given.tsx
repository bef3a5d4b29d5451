// Elements get the props that are written, and no others.
const React = { createElement: (type: any, props: any, ...children: any[]) => (typeof type === 'function' ? type({ ...props, ...(children.length && { children }) }) : [type, props ? Object.keys(props) : null, children.length]), Fragment: 'fragment' }
const Row = (props: Record<string, unknown>) => Object.keys(props)
const rest = { a: 1, onClick: () => 1 }
const view = () => <Row key="k" {...rest} render={(x: number) => <b title="t">{x}</b>} data-x={1}>{(y: string) => <i>{y}</i>}</Row>
function List({ items }: { items: number[] }) { return <ul className="l">{items.map((x) => <li key={x}>{x}</li>)}</ul> }
log(view() as any, <List items={[1, 2]} /> as any, <><b /></> as any)
declare function log(...x: unknown[]): void
