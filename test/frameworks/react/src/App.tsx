import { lazy, Suspense, useState } from 'react'
import { Boundary, Clock } from './Clock'
import { Counter } from './Counter'
import { fail, redirect } from './fails'
import { Items } from './Items'
import { useRenders } from './renders'
import { ThemeContext } from './theme'
import type { Theme } from './theme'

const Late = lazy(() => import('./Late'))

function Fragile({ mode }: { mode: string }) {
  if (mode === 'redirected') redirect('/login')
  return <b>{mode === 'broken' ? fail('broken in render') : mode}</b>
}

export function App() {
  useRenders('App')
  const [theme, setTheme] = useState<Theme>('light')
  const [mode, setMode] = useState('fine')
  const onFail = () => {
    fail('broken in a handler')
  }
  return (
    <ThemeContext value={theme}>
      <Counter />
      <Items>
        <i>child</i>
      </Items>
      <Clock start={10} />
      {mode !== 'fine' && (
        <Suspense fallback={<p>waiting</p>}>
          <Late />
        </Suspense>
      )}
      <Boundary name="outer" key={mode}>
        <Fragile mode={mode} />
      </Boundary>
      <button id="theme" onClick={() => setTheme((old) => (old === 'light' ? 'dark' : 'light'))}>
        Theme
      </button>
      <button id="fail" onClick={onFail}>
        Fail
      </button>
      {['late', 'broken', 'redirected'].map((next) => (
        <button key={next} id={next} onClick={() => setMode(next)}>
          {next}
        </button>
      ))}
    </ThemeContext>
  )
}
