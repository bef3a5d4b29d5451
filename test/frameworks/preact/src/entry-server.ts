import { h } from 'preact'
import { renderToStringAsync } from 'preact-render-to-string'
import { App } from './App.tsx'

export const render = (): Promise<string> => renderToStringAsync(h(App, null))
