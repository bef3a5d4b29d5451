import { signal } from '@preact/signals'
import type { Signal } from '@preact/signals'
import type { VNode } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../icons.tsx'
import { change } from '../routes.ts'
import { duration } from '../words.ts'
import { Chart } from './chart.ts'
import { choosing, listenTo } from './input.ts'
import { Heads } from './heads.tsx'
import { Minimap } from './minimap.tsx'
import { lengthOf, niceStep, tickLabel } from './span.ts'
import { Spoken } from './spoken.tsx'
import { Tip } from './tip.tsx'
import { bounds, colourBy, follow, follows, isLive, look, view } from './view.ts'
import { fitSelected, listenToChartKeys, nearer } from './walk.ts'

const chart: Signal<Chart | undefined> = signal()

/** The flame chart of every stream, with a map of the whole above it. */
export function Timeline(): VNode {
  return (
    <div class="timeline">
      <div class="timeline-top">
        <Minimap />
        <Tools />
      </div>
      <Canvas />
      <Spoken />
    </div>
  )
}

function Canvas(): VNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const made = new Chart(canvas.current!, scroller.current!)
    const stops = [listenTo(canvas.current!, scroller.current!, made), listenToChartKeys(made)]
    chart.value = made
    return () => {
      for (const stop of stops) stop()
      made.close()
      chart.value = undefined
    }
  }, [])
  return (
    <div class="chart">
      <div class="chart-scroll" ref={scroller}>
        <div class="chart-tall" style={{ height: `${chart.value?.layout.value.height ?? 0}px` }}>
          <div class="chart-stuck">
            <canvas
              ref={canvas}
              tabIndex={0}
              role="application"
              aria-roledescription="flame chart"
              aria-label="Timeline of calls and requests. Arrow keys select, r goes to the next request, w and s zoom, a and d move, question mark lists all keys."
              aria-describedby="timeline-selected"
            />
            {chart.value && <Heads chart={chart.value} />}
          </div>
        </div>
      </div>
      <Choosing />
      <Tip />
    </div>
  )
}

function Tools(): VNode {
  return (
    <div class="timeline-tools">
      <button class="range" type="button" title="Let all views speak of this time only" onClick={meanThis}>
        {timeLabel(view.value.from)} – {timeLabel(view.value.to)}
        <b>{duration(lengthOf(view.value))}</b>
      </button>
      <Colouring />
      <span class="tool-group" role="group" aria-label="Zoom">
        <button class="icon-button" type="button" aria-label="Zoom out" title="Zoom out (s)" onClick={() => nearer(1 / 0.6)}>
          <Icon name="minus" />
        </button>
        <button class="icon-button" type="button" aria-label="Zoom in" title="Zoom in (w)" onClick={() => nearer(0.6)}>
          <Icon name="plus" />
        </button>
        <button class="icon-button" type="button" aria-label="Fit the selected event, or all" title="Fit (f)" onClick={fit}>
          <Icon name="fit" />
        </button>
      </span>
      {isLive.value && (
        <button
          class={follows.value ? 'chip on follow' : 'chip'}
          type="button"
          aria-pressed={follows.value}
          title="Follow what is being recorded (l)"
          onClick={follow}
        >
          <Icon name="live" />
          Follow
        </button>
      )}
    </div>
  )
}

function Colouring(): VNode {
  return (
    <label class="select">
      <span>Colour</span>
      <select
        aria-label="Colour"
        value={colourBy.value}
        onChange={(event) => (colourBy.value = event.currentTarget.value as 'function' | 'file')}
      >
        <option value="function">by function</option>
        <option value="file">by file</option>
      </select>
    </label>
  )
}

/** With as many digits as tell the ends of the view apart. */
const timeLabel = (time: number): string => tickLabel(time, niceStep(lengthOf(view.value) / 50))

const fit = (): void => (chart.value ? fitSelected(chart.value) : look(bounds.peek()))

/** The time that is seen becomes the time that is meant, in all views. */
const meanThis = (): void => change(view.peek(), true)

/** The time that is being dragged over. */
function Choosing(): VNode | null {
  const span = choosing.value
  if (!span) return null
  const share = (time: number): number => ((time - view.value.from) / lengthOf(view.value)) * 100
  return (
    <div class="choosing" style={{ left: `${share(span.from)}%`, width: `${share(span.to) - share(span.from)}%` }}>
      <span>{duration(lengthOf(span))}</span>
    </div>
  )
}
