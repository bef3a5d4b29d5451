import { render } from 'preact'
import { App } from './app.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import './style.css'

render(
  <ErrorBoundary>
    <App />
  </ErrorBoundary>,
  document.getElementById('app')!,
)
