import { scan } from '../scan.ts'

/** The names that one function declares. */
export interface Locals {
  /** The record of the call; falsy while off. */
  call: string
  /** The number of the call, for the functions that it makes. */
  number: string
  /** What is returned; the call itself as long as nothing is. */
  value: string
  /** Holds an operand across a suspension or a throw. */
  temp: string
  /** Keeps the value while a `finally` may still throw; bound in its block. */
  kept: string
  /** The caught value, in the exact form. */
  error: string
}

/** Every name that the pass puts into a file; all begin with a prefix that occurs nowhere in the file's text. */
export interface Names {
  /**
   * Those of a function that so many others with a probe surround. They differ by depth, for tools that rename what shadows something
   * (esbuild) write our names into their source maps, and stack traces then show them as names of functions.
   */
  locals: (depth: number) => Locals
  /** The runtime, where it is not imported by name. */
  runtime: string
  register: string
  enter: string
  exit: string
  pause: string
  resume: string
  delegate: string
  threw: string
  caught: string
  threwExact: string
  /** A framework's own `untrack`. */
  untrack: string
  /** The `group`-th flags object. */
  flags: (group: number) => string
}

/** Functions of the runtime, by the names that it exports them under. */
export const PROBES = ['register', 'enter', 'exit', 'pause', 'resume', 'delegate', 'threw', 'caught', 'threwExact'] as const

export type Probe = (typeof PROBES)[number]

/** @param scope distinguishes files whose top-level names share one global scope (plain scripts); '' elsewhere. */
export function chooseNames(code: string, scope: string): Names {
  let prefix = `_$p${scope}`
  for (let n = 1; scan(code).has('_$p') && code.includes(prefix); n++) prefix = `_$p${scope}${n}_`
  const name = (letter: string): string => prefix + letter
  return {
    locals: (depth) => {
      const local = (letter: string): string => name(letter) + (depth || '')
      return { call: local('c'), number: local('n'), value: local('v'), temp: local('t'), kept: local('w'), error: local('z') }
    },
    runtime: name('m'),
    register: name('g'),
    enter: name('e'),
    exit: name('x'),
    pause: name('p'),
    resume: name('r'),
    delegate: name('d'),
    threw: name('h'),
    caught: name('k'),
    threwExact: name('y'),
    untrack: name('u'),
    flags: (group) => name(`f${group}`),
  }
}
