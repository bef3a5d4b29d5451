import { render } from 'preact'

render(<h1>Spoor</h1>, document.body)
