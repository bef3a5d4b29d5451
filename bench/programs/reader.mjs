// Somebody who reads what is recorded: without, arguments and results are not looked at.
import { spoor } from 'spoor/runtime'

globalThis.recorded = spoor.events
