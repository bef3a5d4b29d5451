// Components and hooks are called what they are bound to, and are not wrapped.
const React = { createElement: (type: any, props: any, ...c: unknown[]) => (typeof type === 'function' ? type({ ...props, c }) : JSON.stringify([type, props, c])), memo: (f: any) => f }
const { memo } = React
const useCallback = <T,>(f: T, _deps: unknown[]) => f
export const Card = memo(({ title }: { title: string }) => {
  const onClick = useCallback(() => title, [title])
  return <b title={onClick()}>{title}</b>
})
export function useThing() { return useCallback((x: number) => x + 1, []) }
export default function App() { return <Card title={String(useThing()(1))} /> }
log(App(), App.name, Card.name, Card.length)
declare function log(...x: unknown[]): void
