import { useState } from 'preact/hooks'
import { Counter } from './Counter.tsx'
import { Total } from './Total.tsx'

export function App() {
  const [sum, setSum] = useState(0)
  return (
    <main>
      <output id="sum">sum: {sum}</output>
      <Counter label="steps" onStep={(by) => setSum((before) => before + by)} />
      <Total />
    </main>
  )
}
