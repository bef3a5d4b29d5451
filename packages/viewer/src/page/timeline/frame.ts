import type { Palette } from './colours.ts'
import { AXIS } from './layout.ts'
import { drawAxis, drawBars, drawLabels, drawLost, drawMarks, drawOutline, drawShade, toX } from './overlay.ts'
import type { Frame } from './overlay.ts'
import type { Colours, Pixels } from './pixels.ts'
import type { Found } from './rows.ts'
import { ticks } from './span.ts'

/** Draws all of a frame but its links, and the heads of streams, which are elements: boxes as pixels first, then what is written and drawn over them. */
export function drawFrame(
  frame: Frame,
  pixels: Pixels,
  colours: Colours,
  found: { selected: Found | undefined; hovered: Found | undefined },
): void {
  const { context, ratio, width, height, scroll, view, layout, slice } = frame
  const grid = ticks(view, width).at.map((time) => Math.round(toX(frame, time) * ratio))
  const top = Math.round(AXIS * ratio)
  pixels.begin(Math.round(width * ratio), Math.max(1, Math.round(height * ratio) - top), ratio, colours, grid)
  const rowsOf = (stream: number) => slice.streams.get(stream)!
  for (const section of layout.sections) pixels.section(section, rowsOf(section.stream), view, -scroll - AXIS)
  context.setTransform(1, 0, 0, 1, 0, 0)
  pixels.put(context, top)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  drawLabels(frame, pixels, hatchOf(context, frame.palette))
  drawBars(frame, pixels)
  for (const section of layout.sections) if (section.isOpen) drawMarks(frame, section, rowsOf(section.stream))
  for (const section of layout.sections) if (section.isOpen) drawLost(frame, section)
  drawShade(frame)
  if (found.hovered && found.hovered.ref !== found.selected?.ref) drawOutline(frame, found.hovered, false)
  if (found.selected) drawOutline(frame, found.selected, true)
  drawAxis(frame)
}

const hatches = new WeakMap<Palette, CanvasPattern | null>()

/** Thin oblique lines, for time that was spent waiting. */
function hatchOf(context: CanvasRenderingContext2D, palette: Palette): CanvasPattern | null {
  if (!hatches.has(palette)) {
    const tile = new OffscreenCanvas(6, 6)
    const lines = tile.getContext('2d')!
    lines.strokeStyle = palette.hatch
    lines.lineWidth = 1.6
    for (const x of [-6, 0, 6]) {
      lines.moveTo(x, 6)
      lines.lineTo(x + 6, 0)
    }
    lines.stroke()
    hatches.set(palette, context.createPattern(tile, 'repeat'))
  }
  return hatches.get(palette) ?? null
}
