import { decodeLine } from '@spoor/trace'
import type { Dice } from '../../trace/program.ts'

/** Lines of a file with their ends, as Latin-1: each character is a byte, so that what is UTF-8 can be cut anywhere. */
type Lines = string[]

type Change = (lines: Lines, dice: Dice) => void

const at = (dice: Dice, length: number): number => Math.floor(dice() * length)

/** Changes a line. */
const line =
  (change: (text: string, dice: Dice) => string): Change =>
  (lines, dice) => {
    const i = at(dice, lines.length)
    if (lines.length) lines[i] = change(lines[i]!, dice)
  }

/** Changes what the object of a line says. */
const said = (change: (value: Record<string, unknown>, dice: Dice) => object): Change =>
  line((text, dice) => {
    try {
      return `${utf8(JSON.stringify(change(JSON.parse(textOf(text)), dice)))}\n`
    } catch {
      return text
    }
  })

const anotherNumber: Change = line((text, dice) => {
  const found = [...text.matchAll(/(?<=":)\d+/g)]
  const one = found[at(dice, found.length)]
  return one ? text.slice(0, one.index) + at(dice, 60) + text.slice(one.index + one[0].length) : text
})

const anotherDigit: Change = line((text, dice) => {
  const found = [...text.matchAll(/\d/g)]
  const sign = '0123456789.-eE,:"{}[] '
  return found.length ? put(text, found[at(dice, found.length)]!.index, sign[at(dice, sign.length)]!) : text
})

/** What becomes of files that are as whole as they were: who reads them sees the same. */
export const HARMLESS: Record<string, Change> = {
  'fields in another order': said((value, dice) => Object.fromEntries(Object.entries(value).sort(() => dice() - 0.5))),
  'fields that nobody knows': said((value) => ({ colour: { error: [1, '}'] }, ...value })),
  spaces: line((text) => text.replaceAll(/([{,:])(?=")/g, '$1 ')),
  'ends of lines as in Windows': (lines) => lines.forEach((text, i) => (lines[i] = text.replace(/\r?\n$/, '\r\n'))),
  'an end of a line as in Windows': line((text) => text.replace(/\r?\n$/, '\r\n')),
  'empty lines': (lines, dice) => void lines.splice(at(dice, lines.length + 1), 0, dice() < 0.5 ? '\n' : '\r\n'),
  'a mark of byte order': (lines) => void (lines[0] = `\xef\xbb\xbf${lines[0] ?? ''}`),
  'no last end of a line': (lines) => void lines.push((lines.pop() ?? '').replace(/\r?\n$/, '')),
  'a newer minor version': line((text) => text.replace('"minor":0', '"minor":7')),
  'lines of a newer version': (lines, dice) => void lines.splice(1 + at(dice, lines.length), 0, '{"t":"colour","seq":1}\n'),
}

/** Longer than the pieces in which bytes are kept. */
export const LONG: Record<string, Change> = {
  'a long line': said((value) => ({ ...value, value: 'ü'.repeat(150_000) })),
}

/** Lines are whole, and not as they were written. */
export const MOVED: Record<string, Change> = {
  'a line is doubled': (lines, dice) => {
    const from = at(dice, lines.length)
    lines.splice(at(dice, lines.length + 1), 0, lines[from] ?? '')
  },
  'lines are doubled': (lines, dice) => {
    const from = at(dice, lines.length)
    lines.push(...lines.slice(from, from + 10))
  },
  'a line is elsewhere': (lines, dice) => {
    const [one = ''] = lines.splice(at(dice, lines.length), 1)
    lines.splice(at(dice, lines.length + 1), 0, one)
  },
  'a line is gone': (lines, dice) => void lines.splice(at(dice, lines.length), 1),
  'a number is another': anotherNumber,
  'an error becomes known': (lines, dice) =>
    void lines.splice(1 + at(dice, lines.length), 0, `{"t":"learn","seq":${1 + at(dice, 60)},"error":"late"}\n`),
}

/** Bytes are not as they were written. */
export const BROKEN: Record<string, Change> = {
  'it is cut off': (lines, dice) => {
    const last = at(dice, lines.length)
    lines.length = last + 1
    lines[last] = lines[last]?.slice(0, at(dice, lines[last].length)) ?? ''
  },
  'a line is cut': line((text, dice) => `${text.slice(0, at(dice, text.length))}\n`),
  'a line is cut in the midst': line((text, dice) => {
    const from = at(dice, text.length)
    return text.slice(0, from) + text.slice(from + at(dice, 40))
  }),
  'two lines are glued': line((text) => text.replace(/\r?\n$/, '')),
  'a byte is another': line((text, dice) => put(text, at(dice, text.length), String.fromCharCode(at(dice, 256)))),
  'a digit is another sign': anotherDigit,
  'a letter is another': line((text, dice) => {
    const found = [...text.matchAll(/[a-z]/g)]
    return found.length ? put(text, found[at(dice, found.length)]!.index, String.fromCharCode(97 + at(dice, 26))) : text
  }),
  'a line of something else': (lines, dice) =>
    void lines.splice(at(dice, lines.length + 1), 0, ['x\n', '[]\n', '{}\n', ' \n', '\xff\xfe\n', '{"t":"call"}\n'][at(dice, 6)]!),
}

/** All that is damaged are numbers of calls, functions and times: most of what is read without JSON. */
export const NUMBERS: Record<string, Change> = { 'a number is another': anotherNumber, 'a digit is another sign': anotherDigit }

const put = (text: string, index: number, char: string): string => text.slice(0, index) + char + text.slice(index + 1)

/** @param changes what may happen to it, @param times how much of that does */
export function damaged(text: string, dice: Dice, changes: readonly Change[], times: number): Uint8Array {
  const lines = utf8(text).split(/(?<=\n)/)
  for (let i = 0; i < times; i++) changes[at(dice, changes.length)]!(lines, dice)
  const whole = lines.join('').split(/(?<=\n)/)
  return Buffer.from(whole.map((one) => (isOpen(textOf(one)) ? 'not to be compared\n' : one)).join(''), 'latin1')
}

/** Text -> a character for each byte of its UTF-8, and back. */
const utf8 = (text: string): string => Buffer.from(text).toString('latin1')
const textOf = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8')

/**
 * What both ways of reading may tell differently: a call whose values are no JSON, for the page reads only what stands before the values,
 * and may count it where `readTrace` counts a fault; and a function that is called otherwise than its id says, for which of several lines
 * of one function holds is open.
 */
export function isOpen(text: string): boolean {
  const line = decodeLine(text)
  if (line.t === 'site') return line.id !== `${line.file}#${line.name}`
  const head = /^\{"t":"call","seq":.*?,"outcome":"[a-z]+"/.exec(text)?.[0]
  return line.t === 'fault' && head !== undefined && decodeLine(`${head}}`).t === 'call'
}
