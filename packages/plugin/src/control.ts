// `import 'spoor/control'`: a bundled program listens where `SPOOR_CONTROL` asks for it, as with `spoor/register`.
import { controlFromEnvironment } from './control-node.ts'

export { openControl } from './control-node.ts'
export type { ControlOptions } from './control-node.ts'

controlFromEnvironment(process.env)
