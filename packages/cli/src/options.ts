import { compileSelectors, splitSelectors } from '@spoor/shared'
import { InvalidArgumentError, Option } from 'commander'

/** May be given several times; each may hold several, parted by commas. */
export function selectorOption(flags: string, description: string): Option {
  let given: string[] | undefined
  return new Option(flags, description).argParser((text: string) => {
    try {
      compileSelectors(splitSelectors(text))
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message)
    }
    return (given = [...(given ?? []), ...splitSelectors(text)])
  })
}

/** From 1, or from `least`. */
export function wholeNumber(text: string, least = 1): number {
  if (!/^[1-9]\d*$/.test(text) || Number(text) < least) throw new InvalidArgumentError(`Give a whole number from ${least}.`)
  return Number(text)
}
