import { createSignal } from 'solid-js'
import { Counter } from './Counter.tsx'
import { Note, Title } from './Notes.tsx'

export function App() {
  const [sum, setSum] = createSignal(0)
  return (
    <main>
      <output id="sum">sum: {sum()}</output>
      <Counter label="steps" onStep={(by) => setSum(sum() + by)} />
      <Title />
      <Note />
    </main>
  )
}
