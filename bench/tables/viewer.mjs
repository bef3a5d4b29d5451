import { child } from '../measure/children.mjs'
import { pageFigures } from '../measure/viewer-page.mjs'
import { atMost, percent } from '../report.mjs'

/**
 * How long the page's worker takes to open a recording, and to answer.
 *
 * @param {import('../settings.mjs').Settings} settings
 * @returns {Promise<import('../report.mjs').Table[]>}
 */
export async function viewer({ quick, pace, progress }) {
  const events = quick ? 200_000 : 1_000_000
  progress(`a recording of ${events.toLocaleString('en')} events`)
  const found = await child('viewer-child.mjs', { events, cpu: pace.cpu, rounds: quick ? 3 : 9 }, [
    '--expose-gc',
    '--max-old-space-size=4096',
  ])
  progress('the same in Chromium')
  const page = await pageFigures({ events, rounds: quick ? 1 : 5 })
  const beyond = (bytes) => bytes / found.events
  const filtered = Object.entries(found.questions).filter(([name]) => name.endsWith('filtered'))
  return [
    {
      id: 'viewer',
      title: 'The page, with a long recording',
      about:
        `${found.events.toLocaleString('en')} events, ${megabytes(found.size)} as our recorder writes them: trees some ten levels deep, small values, a fifth of the functions async. ` +
        '*Again*: asked again, of the same state. *Live*: 100,000 events a second come, and every fourth of a second the timeline and the table of functions are asked for.',
      head: ['', 'first', 'again'],
      rows: [
        ['open, in the worker alone', ms(found.open), ''],
        ['in Chromium, from its address to its first calls', ms(page.first), ''],
        ['in Chromium, from its address to its last event', ms(page.all), ''],
        ['in Chromium, between two frames while it moves: median', ms(page.frames.median), ''],
        ['in Chromium, between two frames while it moves: 95th percentile', ms(page.frames.p95), ''],
        ...Object.entries(found.questions).map(([name, { first, again }]) => [name, ms(first), ms(again)]),
        ['memory, the file itself', megabytes(found.size), ''],
        ['memory beyond it, opened', bytesEach(beyond(found.opened)), ''],
        ['memory beyond it, all questions asked', bytesEach(beyond(found.memory)), ''],
        ['live, share of one thread', percent(found.share), ''],
      ],
      targets: [
        atMost(`open ${events.toLocaleString('en')} events in Chromium`, 2000, { value: page.all }, ms),
        atMost('frames while it moves, 95th percentile', 17, { value: page.frames.p95 }, ms),
        ...filtered.map(([name, { first }]) => atMost(name, 100, { value: first }, ms)),
        atMost('memory beyond the file, opened', 60, { value: beyond(found.opened) }, bytesEach),
        atMost('live, share of one thread', 1, { value: found.share }, percent),
      ],
    },
  ]
}

const ms = (time) => `${time < 10 ? time.toFixed(1) : Math.round(time)} ms`
const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`
const bytesEach = (bytes) => `${Math.round(bytes)} bytes an event`
