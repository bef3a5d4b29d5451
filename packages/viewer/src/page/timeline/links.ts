import type { Questions } from '../../questions.ts'
import { AXIS, BOX, HEAD, topOf } from './layout.ts'
import { toX } from './overlay.ts'
import type { Frame } from './overlay.ts'
import type { Found } from './rows.ts'

export type Links = Questions['links'][1]

/** More would be a net that nobody reads. */
const MOST = 60

/** Curves from what created, or sent, the event, and to what it created, or what answered it. */
export function drawLinks(frame: Frame, found: Found, links: Links): void {
  const { context, palette } = frame
  const here = pointOf(frame, { ...found, at: found.from })
  if (!here) return
  context.save()
  context.beginPath()
  context.rect(0, AXIS, frame.width, frame.height)
  context.clip()
  context.strokeStyle = palette.accent
  context.fillStyle = palette.accent
  context.lineWidth = 1.5
  const from = links.from && pointOf(frame, links.from)
  if (from) drawCurve(context, from, here)
  for (const end of links.to.slice(0, MOST)) {
    const to = pointOf(frame, end)
    // It leaves from where the other began, for then it was created or sent; at the latest from the end of the box.
    if (to) drawCurve(context, { ...here, x: Math.min(Math.max(to.x, here.x), toX(frame, found.to)) }, to)
  }
  context.restore()
}

interface Point {
  x: number
  y: number
}

/** The middle of the left side of its box; of a section that is folded its head, of requests that lie in the last row together, that. */
function pointOf(frame: Frame, end: { stream: number; kind: 'call' | 'request'; row: number; at: number }): Point | undefined {
  const section = frame.layout.sections.find(({ stream }) => stream === end.stream)
  if (!section) return undefined
  const row = end.kind === 'request' ? Math.min(end.row, Math.max(0, section.bandRows - 1)) : end.row
  const y = (topOf(section, { kind: end.kind, row }) ?? section.top + (HEAD - BOX) / 2) + BOX / 2
  const x = toX(frame, end.at)
  return { x: Math.min(Math.max(x, -40), frame.width + 40), y: y - frame.scroll }
}

/** From one to the other with an arrow head; what lies almost below bows to the left. */
function drawCurve(context: CanvasRenderingContext2D, from: Point, to: Point): void {
  const bow = Math.max(24, Math.abs(to.x - from.x) / 2)
  context.beginPath()
  context.moveTo(from.x, from.y)
  context.bezierCurveTo(from.x + (to.x - from.x > 40 ? bow : -12), from.y, to.x - bow, to.y, to.x - 2, to.y)
  context.stroke()
  context.beginPath()
  context.arc(from.x, from.y, 2.5, 0, Math.PI * 2)
  context.fill()
  context.beginPath()
  context.moveTo(to.x, to.y)
  context.lineTo(to.x - 6, to.y - 3.5)
  context.lineTo(to.x - 6, to.y + 3.5)
  context.fill()
}
