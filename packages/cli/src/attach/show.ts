import type { ChangeAnswer, ControlRule, Program, ProgramStatus, WhyNothing } from '@spoor/shared'
import { onOutput as pc } from '../colors.ts'
import { count, counted } from '../show/numbers.ts'
import type { Choice } from './choose.ts'
import type { Listening } from './folder.ts'

/** What a program said to an order. */
export interface Answered {
  id: string
  program: Program | undefined
  answer: ChangeAnswer
}

/** One line for each dev server, process, and thread of one. @param isNumbered from 1, to choose by */
export const showChoices = (all: readonly Choice[], isNumbered = false): string =>
  all.map((choice, n) => choice.map((one, k) => (isNumbered ? (k ? '   ' : `${n + 1}: `) : '') + showListening(one)).join('')).join('')

const showListening = ({ pid, root, thread, title, url }: Listening): string =>
  `${[pid + (thread ? ` thread ${thread}` : ''), ...(url ? [pc.cyan(clean(url))] : []), clean(title), pc.dim(clean(root))].join('  ')}\n`

export function showPrograms(programs: readonly Program[]): string {
  if (!programs.length) return 'no program is there yet\n'
  return programs.map(showProgram).join('')
}

function showProgram({ connected, id, kind, limits, pid, recording, status, thread, title, why }: Program): string {
  const facts = [
    kind,
    pid === undefined ? '' : `pid ${pid}`,
    thread === undefined ? '' : `thread ${thread}`,
    recording === undefined ? '' : `recorded to ${clean(recording)}`,
    connected ? '' : 'gone',
  ]
  const lines = [
    `${pc.bold(clean(title))}  ${pc.dim(facts.filter(Boolean).join(', '))}`,
    `  ${pc.dim(id)}  ${standing(status, why)}`,
    ...status.rules.map((rule) => `  ${showRule(rule)}`),
    ...(Object.keys(limits).length ? [`  limits: ${showLimits(limits)}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

const WHY: Record<WhyNothing, string> = {
  off: 'all are switched off',
  'no-match': 'what was asked for matches none of them',
  'not-loaded': 'no file with traced functions is loaded yet',
}

function standing({ on, recorded, sites }: ProgramStatus, why: WhyNothing | undefined): string {
  const reason = why ? `: ${WHY[why]}` : ''
  return `${count(on)} of ${counted(sites, 'function')} on${reason}; ${counted(recorded, 'event')} held`
}

const showRule = ({ matched, max, on, selectors, spent }: ControlRule): string => {
  const limit = max ? `, each for ${counted(max, 'call')}, of which ${count(spent ?? 0)} are through` : ''
  return `${on ? pc.green('on ') : pc.red('off')} ${clean(selectors)}  ${pc.dim(`${counted(matched, 'function')}${limit}`)}`
}

const showLimits = (limits: Program['limits']): string =>
  Object.entries(limits)
    .map(([name, value]) => `${clean(name)}=${value}`)
    .join(' ')

export function showAnswers(answered: readonly Answered[]): string {
  return answered
    .map(({ answer, id, program }) => {
      const name = pc.bold(program ? clean(program.title) : id)
      if ('error' in answer) return `${name}  ${pc.red(clean(answer.error))}\n`
      const { limits, note, status } = answer
      const rule = status.rules.at(-1)
      const lines = [
        `${name}  ${standing(status, status.why)}`,
        ...(rule ? [`  ${showRule(rule)}`] : []),
        ...(Object.keys(limits).length ? [`  limits: ${showLimits(limits)}`] : []),
        ...(note ? [`  ${clean(note)}`] : []),
      ]
      return `${lines.join('\n')}\n`
    })
    .join('')
}

/** What a program says of itself may not steer the terminal. */
export const clean = (text: string): string => text.replace(/[\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]/g, '�')
