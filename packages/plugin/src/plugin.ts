import type { UnpluginOptions } from 'unplugin'
import { COMPONENT_ID, SCRIPT_ID } from './ids.ts'
import type { Source } from './ids.ts'
import { instrument, wants } from './session.ts'
import type { Session } from './session.ts'

/** The plugins of every bundler that has an order: scripts as their authors wrote them, components as their compilers left them. */
export const bothPlugins = (session: Session): [UnpluginOptions, UnpluginOptions] => [
  scriptPlugin(session),
  { name: 'spoor:components', enforce: 'post', transform: transformHook(session, 'component') },
]

export const scriptPlugin = (session: Session): UnpluginOptions => ({
  name: 'spoor',
  enforce: session.options.enforce,
  transform: transformHook(session, 'script'),
})

type TransformHook = Exclude<UnpluginOptions['transform'], undefined>

function transformHook(session: Session, kind: Source['kind']): TransformHook {
  return {
    filter: { id: { include: kind === 'script' ? SCRIPT_ID : COMPONENT_ID, exclude: /\0/ } },
    handler(code, id) {
      // Asked again: child compilers and workers do not apply the filter.
      const source = wants(session, id, kind)
      return source && instrument(session, code, source, (message) => this.warn(message))
    },
  }
}
