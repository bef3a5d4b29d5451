import { useSignalEffect } from '@preact/signals'
import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { overview } from '../engine.ts'
import { Icon } from '../icons.tsx'
import { isOver } from '../past.ts'
import { counted, streamKind, streamName } from '../words.ts'
import { BAND_ROWS } from './band.ts'
import type { Chart } from './chart.ts'
import { streamColour } from './colours.ts'
import { AXIS, HEAD } from './layout.ts'
import type { Section } from './layout.ts'
import type { Frame } from './overlay.ts'
import { fold, widen } from './view.ts'

/** The heads of the streams, over the canvas. Each stays in sight as long as its rows are. */
export function Heads({ chart }: { chart: Chart }): VNode {
  const box = useRef<HTMLDivElement>(null)
  const { sections } = chart.layout.value
  const place = (frame: Frame | undefined): void =>
    frame?.layout.sections.forEach((section, i) => {
      const head = box.current?.children[i] as HTMLElement | undefined
      if (head) head.style.transform = `translateY(${topOf(section, frame.scroll) - AXIS}px)`
    })
  useSignalEffect(() => place(chart.frame.value))
  // One that has just come is not to lie over another until the next frame.
  useLayoutEffect(() => place(chart.frame.peek()), [sections])
  return (
    <div ref={box} class="chart-heads" style={{ top: `${AXIS}px` }}>
      {sections.map((section) => (
        <Head key={section.stream} section={section} onFocus={() => chart.showHead(section.stream)} />
      ))}
    </div>
  )
}

/** From the top of the canvas. */
const topOf = ({ top, bottom }: Section, scroll: number): number =>
  Math.max(top - scroll, Math.min(AXIS, Math.max(bottom - HEAD, top) - scroll))

function Head({ section, onFocus }: { section: Section; onFocus: () => void }): VNode | null {
  const stream = overview.value?.streams[section.stream]
  if (!stream) return null
  return (
    <div class="chart-head" style={{ height: `${HEAD}px`, '--dot': streamColour(section.stream) }} onFocusCapture={onFocus}>
      <button
        class="stream-fold"
        type="button"
        aria-expanded={section.isOpen}
        title={section.isOpen ? 'Fold away (c)' : 'Unfold (c)'}
        onClick={() => fold(section.stream)}
      >
        <Icon name={section.isOpen ? 'unfolded' : 'folded'} />
        <b>{streamName(stream)}</b>
        <span>{`${streamKind(stream)} · ${counted(stream.calls, 'call')}${isOver(stream) ? ' · ended' : ''}${stream.lost ? ` · ${counted(stream.lost, 'earlier event')} not kept` : ''}`}</span>
      </button>
      {section.isOpen && section.allBandRows > BAND_ROWS && <Wide section={section} name={streamName(stream)} />}
    </div>
  )
}

/** All rows of its requests, or the first few. */
const Wide = ({ section: { stream, isWide, allBandRows }, name }: { section: Section; name: string }): VNode => (
  <button
    class="requests-fold"
    type="button"
    aria-expanded={isWide}
    title={isWide ? 'Put requests together in few rows' : `Up to ${allBandRows} requests at once: give each its place`}
    onClick={() => widen(stream)}
  >
    <Icon name={isWide ? 'unfolded' : 'folded'} />
    All {allBandRows} rows of requests
    <span class="unseen"> of {name}</span>
  </button>
)
