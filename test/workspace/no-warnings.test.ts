import { describe, test } from 'vitest'
import { expectWarning } from '../support/no-warnings.ts'

describe('a warning in the console', () => {
  test.fails('fails the test that did not expect it', () => console.warn('something is odd'))

  test.fails('fails as an error, too', () => console.error(new Error('something is wrong')))

  test.fails('fails also where another was expected', () => {
    expectWarning('this')
    console.warn('this')
    console.warn('that')
  })

  test.fails('fails where it was expected and never came', () => expectWarning(/never/))

  test('passes where it is expected', () => {
    expectWarning(/^odd: 1$/)
    console.warn('odd: %d', 1)
  })

  test('is forgotten by the next test', () => {})
})
