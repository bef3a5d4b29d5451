import { useCallback, useId, useReducer, useState } from 'react'
import { useRenders } from './renders'
import { useTheme } from './theme'

function useStep(initial: number) {
  const [step, setStep] = useState(() => initial)
  const wider = useCallback(() => setStep((old) => old + 1), [])
  return { step, wider }
}

export function Counter({ label = 'Count' }: { label?: string }) {
  useRenders('Counter')
  const id = useId()
  const theme = useTheme()
  const { step, wider } = useStep(1)
  const [count, add] = useReducer((old: number, by: number) => old + by, 0)
  return (
    <section className={theme} data-id={id.length > 0}>
      <output>{`${label}: ${count}`}</output>
      <button id="add" onClick={() => add(step)}>
        Add {step}
      </button>
      <button id="wider" onClick={wider}>
        Wider
      </button>
    </section>
  )
}
