import { chrome } from './chrome.ts'
import { csv } from './csv.ts'
import { devtools } from './devtools.ts'
import { json } from './json.ts'
import { speedscope } from './speedscope.ts'

export { chrome, csv, devtools, json, speedscope }
