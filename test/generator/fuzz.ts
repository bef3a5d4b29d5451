import { parseArgs } from 'node:util'
import type { Plan } from './campaign.ts'
import { campaign } from './campaign.ts'
import type { CompareOptions, Finding, Tally } from './compare.ts'
import { newTally } from './compare.ts'
import { nodePlatform } from './node.ts'
import { chromiumPlatform } from './page.ts'
import type { Platform } from './platform.ts'
import { report, shrink } from './shrink.ts'

const USAGE = 'pnpm fuzz [--minutes 60] [--seed N] [--in node|chromium|both]'
const PROGRESS_MS = 30_000

/** One round of a seed; every further round takes the next seed. */
const PLAN: Plan = { plain: 400, typescript: 100, using: 60, lowered: 60, compiled: 60 }
const IN_CHROMIUM: Plan = { plain: 200, native: 60 }

/** Runs programs nobody wrote until the time is over or one behaves differently. @returns the exit code */
export async function fuzz(argv: readonly string[], print: (line: string) => void = console.log): Promise<number> {
  const options = parse(argv, print)
  if (!options) return 2
  const { seed, minutes, places } = options
  const began = Date.now()
  const until = began + minutes * 60_000
  print(`seed ${seed}, ${minutes} min, in ${places.join(' and ')}`)
  const platforms = await Promise.all(places.map((place) => (place === 'node' ? nodePlatform() : chromiumPlatform())))
  const tally = newTally()
  const progress = setInterval(() => print(`${((Date.now() - began) / 60_000).toFixed(1)} min: ${show(tally)}`), PROGRESS_MS)
  try {
    const found = await rounds(platforms, seed, until, tally)
    if (!found) return (print(`nothing behaves differently: ${show(tally)}`), 0)
    print(`a program from seed ${found.seed} behaves differently; looking for a smaller one`)
    const place = found.options.platform.name
    print(report(await shrink(found.finding, found.options), `pnpm fuzz --seed ${found.seed} --in ${place}`))
    return 1
  } finally {
    clearInterval(progress)
    await Promise.all(platforms.map((platform) => platform.close()))
  }
}

async function rounds(platforms: readonly Platform[], first: number, until: number, tally: Tally): Promise<Found | undefined> {
  for (let seed = first; Date.now() < until; seed++) {
    for (const platform of platforms) {
      const options = { platform, tally }
      const finding = await campaign(platform.name === 'chromium' ? IN_CHROMIUM : PLAN, seed, options, until)
      if (finding) return { finding, seed, options }
    }
  }
  return undefined
}

interface Found {
  finding: Finding
  seed: number
  options: CompareOptions
}

type Place = 'node' | 'chromium'

function parse(argv: readonly string[], print: (line: string) => void): { seed: number; minutes: number; places: Place[] } | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string' }, in: { type: 'string', default: 'both' } },
    })
    const minutes = Number(values.minutes)
    const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed)
    const places = ({ node: ['node'], chromium: ['chromium'], both: ['node', 'chromium'] } as Record<string, Place[]>)[values.in]
    if (!(minutes > 0) || !Number.isSafeInteger(seed) || !places) throw new Error(`not understood: ${argv.join(' ')}`)
    return { seed, minutes, places }
  } catch (error) {
    print(`${(error as Error).message}\n${USAGE}`)
    return undefined
  }
}

const show = ({ programs, runs, functions, leftAlone, invalid }: Tally): string =>
  `${programs} programs, ${runs} runs, ${functions} functions instrumented, ${leftAlone} left alone, ${invalid} texts that were no programs`
