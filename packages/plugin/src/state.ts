import { splitSelectors } from '@spoor/shared'
import { checkSelector, wrongType } from './check.ts'
import type { ResolvedOptions } from './options.ts'

/** What a build knows of itself. */
export interface BuildFacts {
  /** As the bundler understands it. */
  production: boolean
  /** Whether Vitest runs what is built. */
  vitest: boolean
  /** Whether Vitest counts what is covered. */
  coverage?: boolean
}

/** `absent`: nothing is instrumented. `on`: functions record from the start. `idle`: they wait until asked. */
export type State = 'absent' | 'on' | 'idle'

export interface Decision {
  state: State
  include: readonly string[]
  /** Where `include` comes from, for messages. */
  source: '`include`' | 'SPOOR'
}

/**
 * Whether this build is traced, and which functions: the environment variable first, then the option, then the kind of build.
 * @param spoor value of the environment variable `SPOOR`; empty counts as unset
 * @throws {OptionsError} naming `SPOOR`, where it holds a selector that cannot be read, or a word that is none
 */
export function decide(options: Pick<ResolvedOptions, 'enabled' | 'include'>, spoor: string | undefined, facts: BuildFacts): Decision {
  const word = spoor?.trim() ?? ''
  const byOptions = (state: State): Decision => ({ state, include: options.include, source: '`include`' })
  if (!word) return byOptions(stateOf(options.enabled, facts))
  if (word === '0' || word === 'off') return byOptions('absent')
  if (word === '1' || word === 'on') return byOptions('on')
  if (word === 'idle') return byOptions('idle')
  if (WORDS.test(word)) throw wrongType('SPOOR', word, '`1`, `0`, `idle`, or selectors such as `src/api/**`')
  const include = splitSelectors(word)
  for (const text of include) checkSelector(text, 'SPOOR')
  return { state: 'on', include, source: 'SPOOR' }
}

/** What others say for on and off: as a selector it would match nothing, and nobody would know. */
const WORDS = /^(?:true|false|yes|no|enabled?|disabled?|none)$/i

function stateOf(enabled: ResolvedOptions['enabled'], { production, vitest, coverage }: BuildFacts): State {
  if (enabled === 'idle') return 'idle'
  if (enabled !== 'auto') return enabled ? 'on' : 'absent'
  // Coverage would count probes among the branches of the program.
  if (production || coverage) return 'absent'
  return vitest ? 'idle' : 'on'
}

/** The rule for bundlers without a mode: production, unless the build watches or `NODE_ENV` says otherwise. */
export function isProduction(watches: boolean, nodeEnv: string | undefined): boolean {
  return !watches && nodeEnv !== 'development' && nodeEnv !== 'test'
}
