import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildProgram, CACHE } from '../build.mjs'
import { corpus, moduleOf } from '../corpus.mjs'
import { child } from '../measure/children.mjs'
import { PEERS } from '../measure/contestants.mjs'
import { installed } from '../measure/installed.mjs'
import { middle, ratio, refuseDifferent } from '../measure/statistics.mjs'
import { atLeast, atMost, range, times } from '../report.mjs'

/**
 * How long it takes to instrument files, beside parsing them and beside what others take.
 *
 * @param {import('../settings.mjs').Settings} settings
 * @returns {Promise<import('../report.mjs').Table[]>}
 */
export async function pass(settings) {
  const all = corpus()
  const sources = settings.quick ? all.filter((_, i) => i % 16 === 0) : all
  return [
    await speed(sources, settings),
    await others(sources, settings),
    ...(settings.quick ? [] : [await growth(settings)]),
    await memory(sources, settings),
  ]
}

async function speed(sources, settings) {
  const names = ['parse', 'parse again', 'pass', 'map']
  const processes = await race(sources, names, settings, settings.quick ? 6 : 12)
  const [again, pass, map] = [1, 2, 3].map((of) => ratio(processes, of, 0))
  const ms = (of) => `${middle(processes, of).toFixed(0)} ms`
  return {
    id: 'pass',
    title: 'The pass',
    about:
      `${describe(sources)}, of them ${processes[0].changed.map} with something to instrument. *Parse* is what the pass itself asks of ` +
      '`@babel/parser`: the same files, the same options. The map is what a plugin hands to its bundler: an object with encoded mappings.',
    head: ['', 'time', 'times the parse'],
    rows: [
      ['parse', ms(0), ''],
      ['parse again', ms(1), range(again)],
      ['pass', ms(2), range(pass)],
      ['pass with its map', ms(3), range(map)],
    ],
    targets: [atMost('pass with its map, times the parse', 1.75, map)],
  }
}

async function others(sources, settings) {
  const names = ['map', 'map again', 'datadog', 'babel', 'istanbul']
  const processes = await race(sources, names, settings, settings.quick ? 2 : 3, installed('peers', PEERS))
  const [again, datadog, babel, istanbul] = [1, 2, 3, 4].map((of) => ratio(processes, of, 0))
  const row = (title, of, value) => [
    title,
    `${middle(processes, of).toFixed(0)} ms`,
    String(processes[0].changed[names[of]]),
    value ? range(value) : '',
  ]
  return {
    id: 'pass',
    title: 'The pass beside others',
    about: `The same files, map included, all in one process. Peers: ${PEERS.join(', ')}.`,
    head: ['', 'time', 'files changed', 'times Spoor'],
    rows: [
      row('Spoor', 0),
      row('Spoor again', 1, again),
      row('@datadog/vite-plugin, live debugger', 2, datadog),
      row('@babel/core, changing nothing', 3, babel),
      row('istanbul-lib-instrument', 4, istanbul),
    ],
    targets: [atLeast('times faster than istanbul-lib-instrument', 10, istanbul), atLeast("times faster than Datadog's pass", 4, datadog)],
  }
}

/** One file that grows. */
async function growth(settings) {
  const rows = []
  const perMegabyte = []
  for (const megabytes of [1, 2, 5, 10]) {
    const processes = await race([await oneFile(megabytes)], ['parse', 'parse again', 'map'], settings, 4)
    const [parse, map] = [middle(processes, 0) / megabytes, middle(processes, 2) / megabytes]
    perMegabyte.push({ parse, map })
    rows.push([
      `${megabytes} MB`,
      `${parse.toFixed(0)} ms`,
      `${map.toFixed(0)} ms`,
      range(ratio(processes, 2, 0)),
      range(ratio(processes, 1, 0)),
    ])
    settings.progress(`pass: ${rows.at(-1).join('  ')}`)
  }
  const [first, last] = [perMegabyte[0], perMegabyte.at(-1)]
  return {
    id: 'pass',
    title: 'The pass on one large file',
    about: 'One module made of bundles of real programs. Times are for each megabyte: what is linear stays the same.',
    head: ['file', 'parse, per MB', 'pass with its map, per MB', 'times the parse', 'parse again'],
    rows,
    targets: [
      atMost('a megabyte of 10 MB takes, times a megabyte of 1 MB, as the parse does', 1.2, {
        value: last.map / first.map / (last.parse / first.parse),
      }),
    ],
  }
}

/** The most memory, over that of a process that reads the files and does nothing. */
async function memory(sources, settings) {
  const rows = []
  const found = []
  for (const [title, list] of [[describe(sources), sources], ...(settings.quick ? [] : [['one file of 10 MB', [await oneFile(10)]]])]) {
    const peak = async (name) => (await child('memory-child.mjs', { sources: write(list), name })).kilobytes / 1024
    const [nothing, parse, again, map] = [await peak('nothing'), await peak('parse'), await peak('parse'), await peak('map')]
    found.push({ title, value: (map - nothing) / (parse - nothing) })
    rows.push([title, ...[nothing, parse, again, map].map((size) => `${size.toFixed(0)} MB`), times(found.at(-1).value)])
    settings.progress(`pass: ${rows.at(-1).join('  ')}`)
  }
  return {
    id: 'pass',
    title: 'Memory of the pass',
    about: 'The most that a process had, once it had worked through the files.',
    head: ['', 'nothing', 'parse', 'parse again', 'pass with its map', 'times the parse'],
    rows,
    targets: found.map(({ title, value }) => atMost(`memory over nothing, times the parse's, ${title}`, 2, { value })),
  }
}

/** Measured in one process each; files of hundreds of milliseconds need no more. */
async function race(sources, names, { pace, processes, progress }, rounds, peers) {
  const measured = []
  for (let n = 0; n < Math.min(processes, peers ? 1 : 2); n++)
    measured.push(
      await child('pass-child.mjs', { sources: write(sources), names, peers, pace: { ...pace, rounds, sampleMs: 1, warmMs: 300 } }),
    )
  for (const { digests } of measured) for (const [i, name] of names.entries()) refuseUnlike(name, names, digests, i)
  progress(`pass: ${names.map((name, i) => `${name} ${middle(measured, i).toFixed(0)} ms`).join(', ')}`)
  return measured
}

/** Contestants differ in what they make; each must make the same each time, and twice the same of the same. */
function refuseUnlike(name, names, digests, i) {
  const twin = names.indexOf(name.replace(/ again$/, ''))
  refuseDifferent(`the corpus`, [names[twin], name], [digests[twin], digests[i]])
}

async function oneFile(megabytes) {
  const bundles = await Promise.all(
    ['zod', 'mobx', 'acorn', 'three', 'react-dom', 'postcss'].map((name) => buildProgram(name, { name: 'bare' })),
  )
  const texts = bundles.map((file) => readFileSync(file, 'utf8'))
  return { id: `large-${megabytes}.mjs`, code: moduleOf(megabytes * 1e6, texts) }
}

function write(sources) {
  const folder = join(CACHE, 'corpus')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${sources.length}-${sources[0].id.replaceAll(/\W+/g, '-')}.json`)
  writeFileSync(file, JSON.stringify(sources))
  return file
}

const describe = (sources) =>
  `${sources.length} modules of ${(sources.reduce((sum, { code }) => sum + code.length, 0) / 1e6).toFixed(1)} MB`
