import fc from 'fast-check'

/** What programs are made from, see `generate`. Fewer numbers make hardly a program. */
const choices: fc.Arbitrary<number[]> = fc.array(fc.nat({ max: 0xffff }), { minLength: 30, maxLength: 260, size: 'max' })

/** So many lists of numbers; the same seed gives the same. */
export const sampleChoices = (count: number, seed: number): number[][] => fc.sample(fc.noBias(choices), { numRuns: count, seed })
