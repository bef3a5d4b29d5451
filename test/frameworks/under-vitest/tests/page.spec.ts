// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { mount } from '../src/page.ts'

it('renders', () => {
  const stop = mount(document.body)
  document.querySelector('button')?.click()
  expect(document.body.innerHTML).toBe('<button>clicked 1</button>')
  stop()
})
