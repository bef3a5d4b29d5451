import { render } from 'preact'
import { spoor } from 'spoor/runtime'
import { App } from './App.tsx'

Object.assign(globalThis, { spoor })
render(<App />, document.querySelector('#app') as Element)
