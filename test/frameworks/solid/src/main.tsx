import { spoor } from 'spoor/runtime'
import { render } from 'solid-js/web'
import { App } from './App.tsx'

Object.assign(globalThis, { spoor })
render(() => <App />, document.querySelector('#app') as Element)
