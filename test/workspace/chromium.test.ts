import { chromium } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { CHROMIUM_ARGS, chromiumPath, type Machine } from '../support/chromium.ts'

const machine = (more: Partial<Machine>): Machine => ({
  env: {},
  runs: () => false,
  playwright: '/cache/chrome',
  install: () => {},
  ...more,
})

describe('Chromium for tests', () => {
  test('opens a page', async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS })
    try {
      const page = await browser.newPage()
      await page.goto('data:text/html,<title>Spoor</title>')
      expect(await page.title()).toBe('Spoor')
    } finally {
      await browser.close()
    }
  })

  test('is the one that CHROMIUM_PATH names', () => {
    expect(chromiumPath(machine({ env: { CHROMIUM_PATH: '/mine' }, runs: () => true }))).toBe('/mine')
  })

  test('is refused where CHROMIUM_PATH names nothing that runs', () => {
    expect(() => chromiumPath(machine({ env: { CHROMIUM_PATH: '/gone' } }))).toThrow('CHROMIUM_PATH is `/gone`')
  })

  test.each([
    ['in a usual place', {}, '/usr/bin/google-chrome'],
    ['on the PATH', { PATH: '/a:/b' }, '/b/chrome'],
    ['among those of Playwright', {}, '/cache/chrome'],
  ])('is found %s', (_, env, path) => {
    expect(chromiumPath(machine({ env, runs: (file) => file === path }))).toBe(path)
  })

  test('is installed where there is none', () => {
    let installed = false
    const path = chromiumPath(machine({ runs: (file) => installed && file === '/usr/bin/chromium', install: () => (installed = true) }))
    expect(path).toBe('/usr/bin/chromium')
  })

  test('is never skipped: without one the tests fail and say how to get it', () => {
    expect(() => chromiumPath(machine({}))).toThrow(/apt-get install chromium.*CHROMIUM_PATH/)
  })
})
