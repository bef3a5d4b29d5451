import { spoor } from 'spoor/runtime'
import { mount } from 'svelte'
import App from './App.svelte'

Object.assign(globalThis, { spoor, app: mount(App, { target: document.querySelector('#app') as Element }) })
