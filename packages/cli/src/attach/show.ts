import { printable } from '@spoor/shared'
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
  `${[pid + (thread ? ` thread ${thread}` : ''), ...(url ? [pc.cyan(printable(url))] : []), printable(title), pc.dim(printable(root))].join('  ')}\n`

export function showPrograms(programs: readonly Program[]): string {
  if (!programs.length) return 'no program is there yet\n'
  return programs.map(showProgram).join('')
}

function showProgram({ connected, id, kind, limits, pid, recording, status, thread, title, why }: Program): string {
  const facts = [
    kind,
    pid === undefined ? '' : `pid ${pid}`,
    thread === undefined ? '' : `thread ${thread}`,
    recording === undefined ? '' : `recorded to ${printable(recording)}`,
    connected ? '' : 'gone',
  ]
  const lines = [
    `${pc.bold(printable(title))}  ${pc.dim(facts.filter(Boolean).join(', '))}`,
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
  return `${on ? pc.green('on ') : pc.red('off')} ${printable(selectors)}  ${pc.dim(`${counted(matched, 'function')}${limit}`)}`
}

const showLimits = (limits: Program['limits']): string =>
  Object.entries(limits)
    .map(([name, value]) => `${printable(name)}=${value}`)
    .join(' ')

export function showAnswers(answered: readonly Answered[]): string {
  return answered
    .map(({ answer, id, program }) => {
      const name = pc.bold(program ? printable(program.title) : id)
      if ('error' in answer) return `${name}  ${pc.red(printable(answer.error))}\n`
      const { limits, note, status } = answer
      const rule = status.rules.at(-1)
      const lines = [
        `${name}  ${standing(status, status.why)}`,
        ...(rule ? [`  ${showRule(rule)}`] : []),
        ...(Object.keys(limits).length ? [`  limits: ${showLimits(limits)}`] : []),
        ...(note ? [`  ${printable(note)}`] : []),
      ]
      return `${lines.join('\n')}\n`
    })
    .join('')
}
