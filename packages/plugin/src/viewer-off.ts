import type { DoorRules, Handler } from '@spoor/viewer/node'
import type { ResolvedOptions } from './options.ts'
import type { Plan } from './plan.ts'
import { VIEWER_PATH } from './viewer-words.ts'

/** By what a build for development has no page. */
export type Off = 'SPOOR' | 'enabled' | 'control'

/** @returns `undefined` where there is one, and where none is expected */
export function offBy(
  { control, enabled }: Pick<ResolvedOptions, 'control' | 'enabled'>,
  plan: Plan | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Off | undefined {
  if (plan) return control === false && plan.record === undefined ? 'control' : undefined
  const word = env['SPOOR']?.trim()
  if (word === '0' || word === 'off') return 'SPOOR'
  return !word && enabled === false ? 'enabled' : undefined
}

/**
 * Says at the page's address why it is not there: without it, dev servers answer with the program's own page. Nothing is loaded before
 * somebody asks, and the program has nothing of it.
 * @param base what comes before `__spoor/`, with a slash at both ends
 */
export function offHandler(by: Off, base: string, rules: () => DoorRules): Handler {
  const own = base + VIEWER_PATH
  return (request, response, next) => {
    const url = (request as { originalUrl?: string }).originalUrl ?? request.url ?? ''
    if (!`${url.split('?', 1)[0]}/`.startsWith(own)) return next()
    import('@spoor/viewer/node').then(
      ({ sendOffPage }) => sendOffPage(request, response, { base: own, rules: rules(), ...WORDS[by] }),
      next,
    )
  }
}

const WORDS: Record<Off, { title: string; lines: string[] }> = {
  SPOOR: {
    title: 'Tracing is switched off',
    lines: [
      'The dev server was started with `SPOOR=0` in its environment: nothing of Spoor is in the program.',
      'Start it again without, or with `SPOOR=1`, and its calls appear here.',
    ],
  },
  enabled: {
    title: 'Tracing is switched off',
    lines: [
      'The option `enabled: false` of the plugin says so: nothing of Spoor is in the program.',
      'Take it out of the configuration, or start the dev server with `SPOOR=1`, which goes before it, and its calls appear here.',
    ],
  },
  control: {
    title: 'Programs are traced, but not shown here',
    lines: [
      'The option `control: false` of the plugin says so: nobody can watch or steer them.',
      'Take it out of the configuration, start the dev server again, and their calls appear here.',
    ],
  },
}
