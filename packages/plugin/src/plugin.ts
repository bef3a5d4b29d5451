import { readFileSync } from 'node:fs'
import { MARK, SITE_MARK } from '@spoor/shared'
import type { UnpluginOptions } from 'unplugin'
import { COMPONENT_ID, SCRIPT_ID } from './ids.ts'
import type { Source } from './ids.ts'
import { COMPILED, mayHoldComponents } from './react.ts'
import { instrument, missedCompiler, wants } from './session.ts'
import type { Session, Warn } from './session.ts'

/**
 * The plugins of every bundler that has an order: scripts as their authors wrote them, components as their compilers left them, and what
 * React's tools left of scripts.
 */
export const allPlugins = (session: Session): [UnpluginOptions, UnpluginOptions, UnpluginOptions] => [
  scriptPlugin(session),
  { name: 'spoor:components', enforce: 'post', transform: transformHook(session, 'component') },
  { name: 'spoor:marked', enforce: 'post', transform: markedHook(session) },
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
      if (!source) return undefined
      const made = kind === 'component' || session.options.enforce === 'post' || session.precompiled
      const marks = session.marks && kind === 'script' && mayHoldComponents(code, source.path)
      return instrument(session, code, source, warn ?? ((message) => this.warn(message)), {
        marks,
        ...(made && { inputMap: (): unknown => inputMapOf(this as unknown as MapContext, source) }),
      })
    },
  }
}

/** Scripts that bear marks, to put the probes in; and those that React Compiler came to unexpected, to say so. */
function markedHook(session: Session): TransformHook {
  return {
    filter: { id: { include: SCRIPT_ID, exclude: /\0/ }, code: { include: [SITE_MARK, COMPILED] } },
    handler(code, id) {
      const source = wants(session, id, 'script')
      if (!source) return undefined
      const warn: Warn = (message) => this.warn(message)
      if (code.includes(SITE_MARK)) return instrument(session, code, source, warn)
      if (COMPILED.test(code) && code.includes(MARK)) missedCompiler(session, source, warn)
      return undefined
    },
  }
}

/** Where bundlers keep the map of what other plugins have made of a file so far. */
interface MapContext {
  /** webpack and Rspack */
  getNativeBuildContext?(): { inputSourceMap?: unknown } | null | undefined
  /** Rollup, Rolldown and Vite */
  getCombinedSourcemap?(): unknown
}

/** With the author's text in it: some compilers leave that to the bundler. */
function inputMapOf(context: MapContext, { path }: Source): unknown {
  const map = (context.getNativeBuildContext?.()?.inputSourceMap ?? context.getCombinedSourcemap?.()) as InputMap | null | undefined
  if (!map || typeof map !== 'object' || map.sources?.length !== 1 || map.sourcesContent?.[0] != null) return map
  return { ...map, sourcesContent: [textOf(path)] }
}

interface InputMap {
  sources?: unknown[]
  sourcesContent?: unknown[]
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // A file that only the bundler knows.
    return null
  }
}
