import type { UnpluginOptions } from 'unplugin'
import { COMPONENT_ID, SCRIPT_ID } from './ids.ts'
import type { Source } from './ids.ts'
import { instrument, wants } from './session.ts'
import type { Session, Warn } from './session.ts'

/** The plugins of every bundler that has an order: scripts as their authors wrote them, components as their compilers left them. */
export const bothPlugins = (session: Session): [UnpluginOptions, UnpluginOptions] => [
  scriptPlugin(session),
  { name: 'spoor:components', enforce: 'post', transform: transformHook(session, 'component') },
]

/** @param warn in place of the bundler's own warnings */
export const scriptPlugin = (session: Session, warn?: Warn): UnpluginOptions => ({
  name: 'spoor',
  enforce: session.options.enforce,
  transform: transformHook(session, 'script', warn),
})

type TransformHook = Exclude<UnpluginOptions['transform'], undefined>

function transformHook(session: Session, kind: Source['kind'], warn?: Warn): TransformHook {
  return {
    filter: { id: { include: kind === 'script' ? SCRIPT_ID : COMPONENT_ID, exclude: /\0/ } },
    handler(code, id) {
      // Asked again: child compilers and workers do not apply the filter.
      const source = wants(session, id, kind)
      return source && instrument(session, code, source, warn ?? ((message) => this.warn(message)))
    },
  }
}
