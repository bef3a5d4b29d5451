import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { spoor } from 'spoor/runtime'
import { App } from './App'
import { renders } from './renders'

Object.assign(globalThis, { spoor, renders })

createRoot(document.getElementById('app')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
