import type { Page } from 'playwright-core'

/** The colour of a point of the chart, in CSS pixels of its canvas. */
export const pixel = (page: Page, x: number, y: number): Promise<[r: number, g: number, b: number]> =>
  page.evaluate(
    ([x, y]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas')!
      const ratio = canvas.width / canvas.clientWidth
      return [...canvas.getContext('2d')!.getImageData(x * ratio, y * ratio, 1, 1).data].slice(0, 3) as [number, number, number]
    },
    [x, y] as const,
  )

/** How many pixels of the chart have about that colour. */
export const pixelsLike = (page: Page, [r, g, b]: readonly [number, number, number], from = 0): Promise<number> =>
  page.evaluate(
    ([r, g, b, from]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.chart canvas')!
      const { data } = canvas.getContext('2d')!.getImageData(0, from, canvas.width, canvas.height - from)
      let like = 0
      for (let i = 0; i < data.length; i += 4)
        if (Math.abs(data[i]! - r) + Math.abs(data[i + 1]! - g) + Math.abs(data[i + 2]! - b) < 24) like++
      return like
    },
    [r, g, b, from] as const,
  )
