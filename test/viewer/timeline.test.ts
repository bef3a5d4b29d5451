import { describe, expect, test } from 'vitest'
import { AXIS, HEAD, ROW } from '../../packages/viewer/src/page/timeline/layout.ts'
import { charts, clickChart, GROUND, inRow, range, spoken, TAB_ROWS, WHOLE, x } from './timeline-chart.ts'
import { pixel, pixelsLike } from './support/pixels.ts'
import { many, shop } from './timeline-shop.ts'

const open = charts()

describe('what is drawn', () => {
  test('boxes where they belong: in their time, each below its caller, with gaps between', async () => {
    const page = await open()
    const buy = await pixel(page, x(8), inRow(0))
    expect(buy).not.toEqual(GROUND)
    expect(await pixel(page, x(50), inRow(0))).toEqual(buy)
    expect(await pixel(page, x(450), inRow(0))).toEqual(GROUND)
    expect(await pixel(page, x(550), inRow(0))).not.toEqual(GROUND)
    expect(await pixel(page, x(25), inRow(1))).not.toEqual(GROUND)
    expect(await pixel(page, x(25), inRow(1))).not.toEqual(buy)
    expect(await pixel(page, x(405), inRow(1))).toEqual(GROUND)
  })

  test('time spent waiting is lighter than time spent running', async () => {
    const page = await open()
    const light = (colour: number[]): number => colour.reduce((sum, part) => sum + part, 0)
    const running = await pixel(page, x(395), inRow(0))
    const waiting = await pixel(page, x(250), inRow(0))
    expect(light(waiting)).toBeGreaterThan(light(running))
    expect(waiting).not.toEqual(GROUND)
  })

  test('what failed is red, and has a foot and a cross', async () => {
    const page = await open()
    const [red, green] = await pixel(page, x(545), inRow(1))
    expect(red - green).toBeGreaterThan(50)
    expect(await pixel(page, x(545), TAB_ROWS + ROW + 15)).toEqual([193, 39, 45])
    expect(await pixelsLike(page, [193, 39, 45])).toBeGreaterThan(100)
  })

  test('the same function has the same colour in every place, and another theme another', async () => {
    const page = await open(shop(), '', { colorScheme: 'dark' })
    const dark = await pixel(page, x(8), inRow(0))
    expect(dark.reduce((a, b) => a + b)).toBeLessThan(420)
    expect(await pixel(page, x(450), inRow(0))).toEqual([16, 18, 22])
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('light')
    await expect.poll(() => pixel(page, x(450), inRow(0))).toEqual(GROUND)
    expect((await pixel(page, x(8), inRow(0))).reduce((a, b) => a + b)).toBeGreaterThan(420)
  })

  test('by file, functions of one file have one colour', async () => {
    const page = await open()
    await page.getByRole('combobox', { name: 'Colour', exact: true }).selectOption('file')
    await expect
      .poll(async () => JSON.stringify(await pixel(page, x(8), inRow(0))) === JSON.stringify(await pixel(page, x(35), inRow(1))))
      .toBe(true)
  })

  test('what the filter does not mean is dimmed', async () => {
    const page = await open()
    const [before, other] = [await pixel(page, x(8), inRow(0)), await pixel(page, x(650), inRow(0))]
    await page.locator('#filter').fill('src/ui/**')
    await expect.poll(() => pixel(page, x(8), inRow(0))).not.toEqual(before)
    expect(await pixel(page, x(650), inRow(0))).toEqual(other)
  })

  test('a section folds away and comes back by its head, and a stream that is off is gone', async () => {
    const page = await open()
    const before = await pixel(page, x(8), inRow(0))
    const chart = (await page.locator('.chart canvas').boundingBox())!
    await page.mouse.click(400, chart.y + AXIS + HEAD / 2)
    await expect.poll(() => pixel(page, x(8), inRow(0))).not.toEqual(before)
    await page.mouse.click(400, chart.y + AXIS + HEAD / 2)
    await expect.poll(() => pixel(page, x(8), inRow(0))).toEqual(before)
    await page.locator('.streams').getByRole('button', { name: '/cart' }).click()
    await expect.poll(() => pixel(page, x(8), inRow(0))).not.toEqual(before)
  })

  test('a selected event shows what it set off elsewhere: a curve', async () => {
    const page = await open()
    // `render` stands in the same row, behind a gap.
    const width = (): Promise<number> => page.evaluate(() => document.querySelector('.chart canvas')!.clientWidth)
    const between = async (): Promise<number[]> => pixel(page, x(450, 0, WHOLE, await width()), TAB_ROWS + 8)
    expect(await between()).toEqual(GROUND)
    await clickChart(page, { x: x(20), y: inRow(0) })
    await expect.poll(() => spoken(page)).toContain('Cart.buy')
    await expect.poll(between).not.toEqual(GROUND)
  })

  test('in the resolution of the screen, and anew when the window changes', async () => {
    const page = await open(shop(), '', { deviceScaleFactor: 2, viewport: { width: 360, height: 740 } })
    const size = (): Promise<number[]> =>
      page.evaluate(() => {
        const { width, clientWidth } = document.querySelector<HTMLCanvasElement>('.chart canvas')!
        return [width, clientWidth]
      })
    expect(await size()).toEqual([720, 360])
    await page.setViewportSize({ width: 800, height: 600 })
    await expect.poll(size).toEqual([1600, 800])
    await expect.poll(() => pixel(page, x(8, 0, WHOLE, 800), inRow(0))).not.toEqual(GROUND)
  })
})

describe('zoom and pan', () => {
  test('by keys: w and s, a and d, 0', async () => {
    const page = await open()
    const whole = await range(page)
    await page.locator('.chart canvas').focus()
    await page.keyboard.press('w')
    await expect.poll(() => range(page)).toBeLessThan(whole * 0.75)
    const begin = await page.locator('.range').innerText()
    await page.keyboard.press('d')
    await expect.poll(() => page.locator('.range').innerText()).not.toBe(begin)
    await page.keyboard.press('a')
    await expect.poll(() => page.locator('.range').innerText()).toBe(begin)
    await page.keyboard.press('+')
    await page.keyboard.press('s')
    await page.keyboard.press('0')
    await expect.poll(() => range(page)).toBe(whole)
  })

  test('by wheel: what is under the pointer stays there', async () => {
    const page = await open()
    const at = x(550)
    const box = (await page.locator('.chart canvas').boundingBox())!
    await page.mouse.move(box.x + at, box.y + inRow(0))
    await page.keyboard.down('Control')
    for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -60)
    await page.keyboard.up('Control')
    await expect.poll(() => range(page)).toBeLessThan(200)
    await clickChart(page, { x: at, y: inRow(0) })
    await expect.poll(() => spoken(page)).toMatch(/^render /)
    const before = await page.locator('.range').innerText()
    await page.keyboard.press('Escape')
    await page.keyboard.down('Shift')
    await page.mouse.wheel(0, 100)
    await page.keyboard.up('Shift')
    await expect.poll(() => page.locator('.range').innerText()).not.toBe(before)
  })

  test('by dragging: on the axis a time is chosen, on the chart it moves', async () => {
    const page = await open()
    const box = (await page.locator('.chart canvas').boundingBox())!
    await page.mouse.move(box.x + x(500), box.y + AXIS / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + x(600), box.y + AXIS / 2, { steps: 4 })
    await expect.poll(() => page.locator('.choosing').innerText()).toMatch(/^(99|100|101)/)
    await page.mouse.up()
    await expect.poll(() => range(page)).toBeGreaterThan(98)
    await expect.poll(() => range(page)).toBeLessThan(102)
    // `render` fills the view now; half a view to the left it begins in the midst.
    await expect.poll(() => pixel(page, 20, inRow(0))).not.toEqual(GROUND)
    await page.mouse.move(box.x + 100, box.y + 300)
    await page.mouse.down()
    await page.mouse.move(box.x + 740, box.y + 300, { steps: 4 })
    await page.mouse.up()
    await expect.poll(() => pixel(page, 20, inRow(0))).toEqual(GROUND)
    await expect.poll(() => pixel(page, 660, inRow(0))).not.toEqual(GROUND)
  })

  test('to a box by a double click, to what is selected by f, and the seen time becomes the meant one', async () => {
    const page = await open()
    await page.locator('.chart canvas').dblclick({ position: { x: x(25), y: inRow(1) } })
    await expect.poll(() => range(page)).toBe(36)
    await page.keyboard.press('0')
    await expect.poll(() => range(page)).toBeGreaterThan(600)
    await page.keyboard.press('f')
    await expect.poll(() => range(page)).toBe(36)
    await page.locator('.range').click()
    await expect.poll(() => new URL(page.url()).hash).toMatch(/from=7&to=43/)
  })

  test('by the map of the whole: its window is dragged', async () => {
    const page = await open()
    // Again, should the first have come before its box was drawn.
    await expect
      .poll(async () => {
        const shown = await range(page)
        if (shown !== 120) await page.locator('.chart canvas').dblclick({ position: { x: x(550), y: inRow(0) } })
        return shown
      })
      .toBe(120)
    const map = (await page.locator('.minimap').boundingBox())!
    const at = (time: number): number => map.x + (time / WHOLE) * map.width
    await page.mouse.move(at(550), map.y + 20)
    await page.mouse.down()
    await page.mouse.move(at(200), map.y + 20, { steps: 5 })
    await page.mouse.up()
    await expect.poll(() => range(page)).toBe(120)
    await expect.poll(() => pixel(page, 400, inRow(0))).not.toEqual(GROUND)
    await clickChart(page, { x: 400, y: inRow(0) })
    await expect.poll(() => spoken(page)).toMatch(/^Cart\.buy /)
  })

  test('by touch: two fingers zoom', async () => {
    const page = await open(shop(), '', { hasTouch: true })
    const session = await page.context().newCDPSession(page)
    const touch = (type: string, ...places: number[]): Promise<unknown> =>
      session.send('Input.dispatchTouchEvent', {
        type: type as 'touchStart',
        touchPoints: places.map((place, id) => ({ x: place, y: 400, id })),
      })
    const whole = await range(page)
    await touch('touchStart', 600)
    await touch('touchStart', 600, 700)
    await touch('touchMove', 500, 800)
    await touch('touchMove', 400, 900)
    await touch('touchEnd')
    await expect.poll(() => range(page)).toBeLessThan(whole / 2)
  })
})

describe('selection', () => {
  test('by arrow keys: callee, next, previous, caller; said in words', async () => {
    const page = await open()
    await page.locator('.chart canvas').focus()
    await page.keyboard.press('ArrowDown')
    await expect
      .poll(() => spoken(page))
      .toMatch(/^Cart\.buy took 400 ms and returned 42; at 0 in \/cart; 320 ms of it waiting; 3 events below; src\/cart\.ts, line 40$/)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => spoken(page)).toMatch(/^render took 100 ms/)
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => spoken(page)).toMatch(/^format failed after 40 ms: .*no price.*called by render/)
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => spoken(page)).toMatch(/^render /)
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => spoken(page)).toMatch(/^Cart\.buy /)
    expect(await page.locator('.details').count()).toBe(1)
    await page.keyboard.press('Escape')
    await expect.poll(() => page.locator('.details').count()).toBe(0)
  })

  test('what is selected outside the view comes into it', async () => {
    const page = await open()
    await page.locator('.chart canvas').dblclick({ position: { x: x(20), y: inRow(1) } })
    await expect.poll(() => range(page)).toBeLessThan(100)
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => spoken(page)).toMatch(/^Cart\.buy /)
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => spoken(page)).toMatch(/^render /)
    await expect.poll(() => pixel(page, 440, inRow(0))).not.toEqual(GROUND)
    await clickChart(page, { x: 440, y: inRow(0) })
    await expect.poll(() => spoken(page)).toMatch(/^render /)
  })

  test('a tip says name, place, arguments and result, as text', async () => {
    const page = await open()
    await page.locator('.chart canvas').hover({ position: { x: x(20), y: inRow(0) } })
    await expect
      .poll(() => page.locator('.tip').innerText())
      .toMatch(/Cart\.buy\s+400 ms\s+src\/cart\.ts:40[^]*<\/script><img[^]*→ 42[^]*320 ms waiting/)
    expect(await page.locator('.tip img').count()).toBe(0)
    await page.locator('.chart canvas').hover({ position: { x: x(450), y: inRow(0) } })
    await expect.poll(() => page.locator('.tip').count()).toBe(0)
  })

  test('nothing is selected by a click beside', async () => {
    const page = await open()
    await clickChart(page, { x: x(20), y: inRow(0) })
    await expect.poll(() => spoken(page)).toMatch(/Cart\.buy/)
    const { width } = (await page.locator('.chart canvas').boundingBox())!
    await clickChart(page, { x: x(450, 0, WHOLE, width), y: inRow(0) })
    await expect.poll(() => spoken(page)).toBe('')
  })
})

test('many events: each frame draws no more than pixels, and panning draws in every frame', async () => {
  const page = await open([{ name: 'many.spoor.ndjson', text: [...many(100_000)].join('') }], '#/timeline?measure')
  const measured = await page.evaluate(async () => {
    const canvas = document.querySelector('.chart canvas')!
    const turn = (more: WheelEventInit): boolean =>
      canvas.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: 600, clientY: 400, ...more }))
    for (let i = 0; i < 10; i++) {
      turn({ ctrlKey: true, deltaY: -20 })
      await new Promise(requestAnimationFrame)
    }
    performance.clearMeasures()
    for (let i = 0; i < 30; i++) {
      turn({ deltaX: 30 })
      await new Promise(requestAnimationFrame)
    }
    await new Promise(requestAnimationFrame)
    const frames = performance.getEntriesByName('spoor-frame') as PerformanceMeasure[]
    return { frames: frames.length, boxes: Math.max(...frames.map(({ detail }) => (detail as { boxes: number }).boxes)) }
  })
  expect(measured.frames).toBeGreaterThanOrEqual(29)
  // Asked for are two views' widths, some four boxes per pixel and row, thirty rows.
  expect(measured.boxes).toBeLessThan(2 * 1280 * 4 * 31)
  expect(measured.boxes).toBeGreaterThan(100)
})
