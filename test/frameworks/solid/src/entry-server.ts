import { createComponent, renderToStringAsync } from 'solid-js/web'
import { App } from './App.tsx'

export const render = (): Promise<string> => renderToStringAsync(() => createComponent(App, {}))
