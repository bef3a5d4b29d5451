import { LEVELS, parseSelector } from '@spoor/shared'
import type { PlainLimits } from '@spoor/shared'
import { OptionsError } from './messages.ts'
import { nearest } from './nearest.ts'
import type { SpoorOptions } from './options.ts'

type Check = (value: unknown, path: string) => void

/** One check for each option; the keys are the options that there are. */
const CHECKS: { [Key in keyof Required<SpoorOptions>]: Check } = {
  include: checkSelectorList,
  exclude: checkSelectorList,
  level: checkLevel,
  enabled: oneOf('auto', true, false, 'idle'),
  values: checkValues,
  errors: oneOf('finally', 'catch'),
  trivial: oneOf(true, false),
  enforce: oneOf('pre', 'post'),
  root: checkRoot,
  console: oneOf(true, false),
  requests: checkRequests,
  control: oneOf(true, false, 'remote'),
  babel: checkBabel,
  cache: oneOf(true, false),
}

/** Refuses what is not an option, and what an option cannot be. An option that is `undefined` counts as not given. */
export function checkOptions(options: unknown): void {
  if (!isRecord(options)) throw wrongType('options', options, 'an object, or nothing')
  for (const [key, value] of Object.entries(options)) {
    const check = Object.hasOwn(CHECKS, key) ? CHECKS[key as keyof SpoorOptions] : undefined
    if (!check) throw new OptionsError('unknown-option', { path: key, advice: adviceFor(key) })
    if (value !== undefined) check(value, key)
  }
}

/** @param where what the person wrote it in: an option's path, or `SPOOR`. */
export function checkSelector(text: string, where: string): void {
  const { level } = parsed(text, where)
  if (level !== undefined && level !== 'calls') throw new OptionsError('level-not-available', { path: where, level })
}

function parsed(text: string, where: string): ReturnType<typeof parseSelector> {
  try {
    return parseSelector(text)
  } catch (error) {
    throw new OptionsError('bad-selector', { path: where, detail: (error as Error).message })
  }
}

function checkSelectorList(value: unknown, path: string): void {
  const list = typeof value === 'string' ? [value] : value
  if (!Array.isArray(list)) throw wrongType(path, value, 'a selector, or an array of them')
  list.forEach((text: unknown, index) => {
    const where = typeof value === 'string' ? path : `${path}[${index}]`
    if (typeof text !== 'string') throw wrongType(where, text, 'a selector')
    checkSelector(text, where)
  })
}

function checkLevel(value: unknown, path: string): void {
  if (!LEVELS.includes(value as never)) throw wrongType(path, value, "'calls'")
  if (value !== 'calls') throw new OptionsError('level-not-available', { path, level: String(value) })
}

/** One check for each limit of values. */
const LIMITS: { [Key in keyof Required<PlainLimits>]: Check } = {
  depth: checkCount,
  items: checkCount,
  fields: checkCount,
  string: checkCount,
  redact: checkWords,
  patterns: oneOf(true, false),
  budget: checkBudget,
  burst: checkMilliseconds,
}

function checkValues(value: unknown, path: string): void {
  if (typeof value === 'boolean') return
  if (!isRecord(value)) throw wrongType(path, value, 'true, false, or an object of limits')
  for (const [key, limit] of Object.entries(value)) {
    const check = Object.hasOwn(LIMITS, key) ? LIMITS[key as keyof PlainLimits] : undefined
    if (!check) throw new OptionsError('unknown-option', { path: `${path}.${key}`, advice: adviceFor(key, Object.keys(LIMITS)) })
    if (limit !== undefined) check(limit, `${path}.${key}`)
  }
}

function checkCount(value: unknown, path: string): void {
  if (!Number.isInteger(value) || (value as number) < 0) throw wrongType(path, value, 'a whole number from 0')
}

function checkWords(value: unknown, path: string): void {
  if (!Array.isArray(value) || !value.every((word) => typeof word === 'string' && word)) throw wrongType(path, value, 'an array of words')
}

function checkBudget(value: unknown, path: string): void {
  const isShare = typeof value === 'number' && value >= 0 && value <= 1
  if (value !== false && !isShare) throw wrongType(path, value, 'false, or a share of the running time from 0 to 1')
}

function checkMilliseconds(value: unknown, path: string): void {
  if (!(typeof value === 'number' && value >= 0 && value < Infinity)) throw wrongType(path, value, 'a number of milliseconds')
}

function checkRequests(value: unknown, path: string): void {
  if (typeof value === 'boolean') return
  if (!isRecord(value)) throw wrongType(path, value, 'true, false, or an object with `origins`')
  const { origins, ...others } = value
  const [other] = Object.keys(others)
  if (other !== undefined) throw new OptionsError('unknown-option', { path: `${path}.${other}`, advice: 'It has one option, `origins`.' })
  if (!Array.isArray(origins)) throw wrongType(`${path}.origins`, origins, 'an array of origins, like `https://api.shop.test`')
  origins.forEach((origin: unknown, index) => {
    if (!isOrigin(origin)) throw wrongType(`${path}.origins[${index}]`, origin, 'an origin, like `https://api.shop.test`')
  })
}

const isOrigin = (text: unknown): boolean => typeof text === 'string' && /^https?:\/\/[^/?#]+\/?$/.test(text) && URL.canParse(text)

function checkRoot(value: unknown, path: string): void {
  if (typeof value !== 'string' || !value) throw wrongType(path, value, 'the path of a folder')
}

function checkBabel(value: unknown, path: string): void {
  if (typeof value !== 'boolean' && !isRecord(value)) throw wrongType(path, value, 'true, false, or options of Babel')
}

function oneOf(...allowed: readonly (string | boolean)[]): Check {
  return (value, path) => {
    if (!allowed.includes(value as string | boolean)) throw wrongType(path, value, allowed.map(show).join(' or '))
  }
}

function adviceFor(key: string, keys: readonly string[] = Object.keys(CHECKS)): string {
  const meant = nearest(key, keys)
  return meant ? `Did you mean \`${meant}\`?` : `The options are ${keys.map((name) => `\`${name}\``).join(', ')}.`
}

export const wrongType = (path: string, given: unknown, expected: string): OptionsError =>
  new OptionsError('wrong-type', { path, given: show(given), expected })

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'function') return 'a function'
  return isRecord(value) ? 'an object' : String(value)
}
