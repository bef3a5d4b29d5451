import { createInterface } from 'node:readline'
import { Failure } from '../failure.ts'
import type { Target } from './client.ts'
import { listening, whoAnswer } from './folder.ts'
import type { Listening } from './folder.ts'
import { showChoices } from './show.ts'

/** What one can attach to: a dev server, or a process with its threads. */
export type Choice = readonly [Listening, ...Listening[]]

/** What one attaches to, and how it is found again if it is a dev server and is started anew. */
export interface Found extends Target {
  again?(): Promise<Target | undefined>
}

/** @param pid all where it is left out. @throws {Failure} where there is none */
export async function choices(pid: number | undefined): Promise<Choice[]> {
  const all = await whoAnswer(listening())
  const meant = choicesAmong(pid === undefined ? all : all.filter((one) => one.pid === pid))
  if (meant.length) return meant
  if (pid === undefined) throw new Failure('no dev server and no Node process listens', NOBODY)
  throw new Failure(`process ${pid} does not listen`, all.length ? `These do:\n${showChoices(choicesAmong(all))}` : NOBODY)
}

const NOBODY =
  'Start a process with SPOOR_CONTROL=1: `SPOOR_CONTROL=1 node --import spoor/register app.js`. A dev server makes itself known as soon as it listens; one of somebody else is found by its address: --url http://localhost:5173/'

/** @param address of a dev server, by whatever name of this machine */
export async function serverOfOurs(address: string): Promise<Listening | undefined> {
  const { hostname, port, protocol } = new URL(address)
  if (!/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)) return undefined
  const isIt = ({ url }: Listening): boolean => url !== undefined && new URL(url).port === port && new URL(url).protocol === protocol
  return (await whoAnswer(listening())).find(isIt)
}

/** The process of a dev server, and its threads, are met in that. */
function choicesAmong(all: readonly Listening[]): Choice[] {
  const served = new Set(all.filter(({ server }) => server !== undefined).map(({ pid }) => pid))
  const found = new Map<string, Choice>()
  for (const one of all) {
    if (one.server === undefined && served.has(one.pid)) continue
    const key = one.server === undefined ? `${one.pid}` : `${one.pid}-${one.thread}-${one.server}`
    found.set(key, [...(found.get(key) ?? []), one] as unknown as Choice)
  }
  return [...found.values()]
}

/** Asks the person at the terminal which one. @returns `undefined`: none of them */
export async function askWhich(all: readonly Choice[]): Promise<Choice | undefined> {
  process.stdout.write(showChoices(all, true))
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  lines.setPrompt(`Which? 1 to ${all.length}, or q: `)
  return new Promise((done) => {
    let chosen: Choice | undefined
    // ^C and ^D close it too.
    lines.on('close', () => {
      if (!chosen) process.stdout.write('\n')
      done(chosen)
    })
    lines.on('line', (text) => {
      chosen = /^\d+$/.test(text.trim()) ? all[Number(text) - 1] : undefined
      if (chosen || text.trim() === 'q') lines.close()
      else lines.prompt()
    })
    lines.prompt()
  })
}

/** The same dev server, started anew: that of the same folder at the same address. */
export const targetsIn = (choice: Choice): Found[] =>
  choice.map(({ address, root, server, token, url }) => ({
    address,
    token,
    ...(server !== undefined && {
      again: async () => (await whoAnswer(listening())).find((one) => one.url === url && one.root === root),
    }),
  }))
