import './style/index.css'
import { render } from 'preact'
import { listenToKeys } from './keys.ts'
import { Shell } from './shell.tsx'
import { listenToSelection } from './selection-address.ts'
import { openSource } from './source.ts'
import { applyTheme } from './theme.ts'
import { listenToAddress } from './timeline/address.ts'

applyTheme()
listenToKeys()
listenToAddress()
listenToSelection()
render(<Shell />, document.getElementById('page')!)
void openSource()
