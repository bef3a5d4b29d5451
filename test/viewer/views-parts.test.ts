import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { clockText, durationText } from '../../packages/viewer/src/page/parts/durations.ts'
import { Pages, Reversed, rowsOf } from '../../packages/viewer/src/page/parts/rows.ts'
import { valueText } from '../../packages/viewer/src/page/parts/value-text.ts'
import { scrollTo, windowOf } from '../../packages/viewer/src/page/parts/window.ts'
import { Branches } from '../../packages/viewer/src/page/views/branches.ts'
import { ticks } from '../../packages/viewer/src/page/timeline/span.ts'
import { classesFor, labelOf } from '../../packages/viewer/src/page/views/classes.ts'
import { lastLineOf } from '../../packages/viewer/src/page/views/last-line.ts'
import type { Row } from '../../packages/viewer/src/questions.ts'
import { seed } from '../support/seed.ts'

test.each([
  [0, 0, '0'],
  [0.0004, 0, '1 µs'],
  [0.012, 0, '12 µs'],
  [0.9996, 0, '1.00 ms'],
  [1.234, 0, '1.23 ms'],
  [12.34, 0, '12.3 ms'],
  [999.4, 0, '999 ms'],
  [999.6, 0, '1.00 s'],
  [59_949, 0, '59.9 s'],
  [59_999, 0, '1 min 00 s'],
  [125_000, 0, '2 min 05 s'],
  [3_660_000, 0, '1 h 01 min'],
  [-1.5, 0, '−1.50 ms'],
  [0, 0.1, '< 0.1 ms'],
  [0.1, 0.1, '0.1 ms'],
  [1.2000001, 0.1, '1.2 ms'],
  [12, 1, '12 ms'],
])('%d ms on a clock of %d ms: %s', (ms, clock, text) => {
  expect(durationText(ms, clock)).toBe(text)
})

test('coarse clocks say so, fine ones say nothing', () => {
  expect(clockText(0.1)).toContain('steps of 0.1 ms')
  expect(clockText(0.005)).toBe('')
})

describe('which rows of a table are drawn', () => {
  const sizes = fc.record({
    total: fc.integer({ min: 1, max: 3_000_000 }),
    room: fc.integer({ min: 40, max: 2000 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  })

  test('those in sight, whatever the number of rows', () => {
    fc.assert(
      fc.property(sizes, ({ total, room, at }) => {
        const { height } = windowOf(total, 26, 0, room)
        const scroll = Math.round(at * Math.max(0, height - room))
        const { from, to, top } = windowOf(total, 26, scroll, room)
        // No gap above, none below.
        expect(top).toBeLessThanOrEqual(scroll)
        expect(to === total || top + (to - from) * 26 >= scroll + room).toBe(true)
        expect(to - from).toBeLessThan(room / 26 + 11)
      }),
      { seed },
    )
  })

  test('the last row is at the bottom where it is scrolled to the end', () => {
    for (const total of [3, 1000, 2_000_000]) {
      const { height } = windowOf(total, 26, 0, 300)
      const { from, to, top } = windowOf(total, 26, Math.max(0, height - 300), 300)
      expect(to).toBe(total)
      expect(top + (to - from) * 26).toBeCloseTo(height, 3)
    }
  })

  test('a row that is scrolled to is in sight', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), ({ total, room, at }, where) => {
        const index = Math.min(total - 1, Math.floor(at * total))
        const { height } = windowOf(total, 26, 0, room)
        const scroll = scrollTo(index, total, 26, where * Math.max(0, height - room), room)
        const { from, top } = windowOf(total, 26, scroll, room)
        const place = top + (index - from) * 26
        expect(place).toBeGreaterThanOrEqual(scroll - 0.01)
        expect(place + 26).toBeLessThanOrEqual(scroll + room + 0.01)
      }),
      { seed },
    )
  })
})

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0))

describe('rows that are asked for in pages', () => {
  test('are asked for as they come into sight, each page once', async () => {
    const asked: number[] = []
    const pages = new Pages<number>()
    pages.update(
      async (offset, limit) => (asked.push(offset), { rows: Array.from({ length: limit }, (_, i) => offset + i), total: 5000 }),
      'q',
      1,
    )
    await settled()
    pages.want(190, 230)
    pages.want(195, 235)
    await settled()
    expect(asked).toEqual([0, 100, 200])
    expect([pages.total, pages.at(0), pages.at(234), pages.at(900)]).toEqual([5000, 0, 234, undefined])
    expect([pages.find((row) => row === 150), pages.find((row) => row === 4000)]).toEqual([150, -1])
  })

  test('stay until those of another query, or of a grown recording, are there; answers that come late are not shown', async () => {
    const waiting: (() => void)[] = []
    const answer = (text: string) => () =>
      new Promise<{ rows: string[]; total: number }>((done) => waiting.push(() => done({ rows: [text], total: 1 })))
    const pages = new Pages<string>()
    pages.update(answer('first'), 'a', 1)
    waiting.shift()!()
    await settled()
    pages.update(answer('grown'), 'a', 2)
    expect(pages.at(0)).toBe('first')
    pages.update(answer('other'), 'b', 2)
    waiting[1]!()
    await settled()
    expect(pages.at(0)).toBe('other')
    waiting[0]!()
    await settled()
    expect(pages.at(0)).toBe('other')
  })

  test('say why they do not come, and do not ask on and on', async () => {
    let asked = 0
    const pages = new Pages<string>()
    pages.update(() => (asked++, Promise.reject(new Error('no selector'))), 'a', 1)
    await settled()
    await settled()
    expect([pages.failure, pages.total, asked]).toEqual(['no selector', 0, 1])
  })

  test('the last first', () => {
    const rows = new Reversed(rowsOf(['a', 'b', 'c']))
    expect([rows.at(0), rows.at(2), rows.find((row) => row === 'b'), rows.total]).toEqual(['c', 'a', 1, 3])
  })
})

/** A tree as text: `a(b(c)d)`, each letter an event. */
type Tree = Map<number | null, Row[]>

function randomTree(sizes: number[]): Tree {
  const tree: Tree = new Map([[null, []]])
  sizes.forEach((below, i) => {
    const parent = i === 0 ? null : below % (i + 1) === 0 ? null : (below * 7) % i
    const row = { ref: i, at: i, children: 0, failedBelow: i % 3 === 0 } as Row
    const siblings = tree.get(parent) ?? []
    tree.set(parent, [...siblings, row])
    const above = [...tree.values()].flat().find((one) => one.ref === parent)
    if (above) above.children++
  })
  return tree
}

/** What is shown with these open, computed the plain way. */
function shown(tree: Tree, open: ReadonlySet<number>, of: number | null = null, level = 1): [ref: number, level: number][] {
  return (tree.get(of) ?? []).flatMap((row) => [
    [row.ref, level] as [number, number],
    ...(open.has(row.ref) ? shown(tree, open, row.ref, level + 1) : []),
  ])
}

const branchesOf = (tree: Tree): Branches => {
  const branches = new Branches()
  branches.update(
    async (of, offset, limit) => ({ rows: (tree.get(of) ?? []).slice(offset, offset + limit), total: tree.get(of)?.length ?? 0 }),
    'q',
    1,
  )
  return branches
}

async function rowsShown(branches: Branches): Promise<[number, number][]> {
  for (let i = 0; i < 20; i++) {
    branches.want(0, branches.total ?? 100)
    await settled()
  }
  return Array.from({ length: branches.total! }, (_, i) => [branches.at(i)!.ref, branches.level(i)])
}

describe('a tree as rows', () => {
  test('shows what is open and nothing else, at its level, below its parent', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(39), { maxLength: 15 }),
        async (sizes, toggles) => {
          const tree = randomTree(sizes)
          const branches = branchesOf(tree)
          const open = new Set<number>()
          let rows = await rowsShown(branches)
          for (const pick of toggles) {
            const index = pick % rows.length
            const row = branches.at(index)!
            branches.toggle(row, index)
            if (row.children) open.has(row.ref) ? open.delete(row.ref) : open.add(row.ref)
            rows = await rowsShown(branches)
            for (const ref of open) if (!rows.some(([one]) => one === ref)) open.delete(ref)
            expect(rows).toEqual(shown(tree, open))
            rows.forEach(([ref, level], i) => {
              const parent = branches.parent(i)
              expect(parent < 0 ? level : level - rows[parent]![1]).toBe(1)
              if (parent >= 0) expect(tree.get(rows[parent]![0])!.map((one) => one.ref)).toContain(ref)
              expect(branches.find((one) => one.ref === ref)).toBe(i)
            })
          }
        },
      ),
      { seed, numRuns: 40 },
    )
  })

  test('a row anywhere is brought into sight, of many siblings by halving', async () => {
    const many = Array.from({ length: 100_000 }, (_, i) => ({ ref: i, at: i, children: i === 77_777 ? 1 : 0 }) as Row)
    const tree: Tree = new Map<number | null, Row[]>([
      [null, many],
      [77_777, [{ ref: 200_000, at: 77_777.5, children: 0 } as Row]],
    ])
    let asked = 0
    const branches = new Branches()
    branches.update(
      async (of, offset, limit) => (asked++, { rows: tree.get(of)!.slice(offset, offset + limit), total: tree.get(of)!.length }),
      'q',
      1,
    )
    expect(await branches.reveal([many[77_777]!, { ref: 200_000, at: 77_777.5 }])).toBe(77_778)
    expect(branches.at(77_778)?.ref).toBe(200_000)
    expect(asked).toBeLessThan(20)
    expect(await branches.reveal([{ ref: 300_000, at: 5 }])).toBe(-1)
  })

  test('what failed since its rows were asked for is opened too', async () => {
    const row = (ref: number, failedBelow: boolean): Row => ({ ref, at: ref, children: failedBelow ? 1 : 0, failedBelow }) as Row
    const tree: Tree = new Map<number | null, Row[]>([[null, [row(1, false), row(2, false)]]])
    const ask = async (of: number | null): Promise<{ rows: Row[]; total: number }> => ({ rows: tree.get(of)!, total: tree.get(of)!.length })
    const branches = new Branches()
    branches.update(ask, 'q', 1)
    await settled()
    expect(await branches.openFailed()).toBe(0)
    tree.set(null, [row(1, false), row(2, true)])
    tree.set(2, [row(20, false)])
    branches.update(ask, 'q', 2)
    // It is asked for before the rows in sight were.
    expect(await branches.openFailed()).toBe(1)
    expect(await rowsShown(branches)).toEqual([
      [1, 1],
      [2, 1],
      [20, 2],
    ])
  })

  test('what is open stays open while rows come in before and behind it', async () => {
    const row = (ref: number, at: number, children = 0): Row => ({ ref, at, children }) as Row
    const tree: Tree = new Map<number | null, Row[]>([
      [null, [row(1, 1, 1), row(2, 2)]],
      [1, [row(10, 1.5)]],
    ])
    const ask = async (of: number | null): Promise<{ rows: Row[]; total: number }> => ({ rows: tree.get(of)!, total: tree.get(of)!.length })
    const branches = new Branches()
    branches.update(ask, 'q', 1)
    await rowsShown(branches)
    branches.toggle(branches.at(0)!, 0)
    expect(await rowsShown(branches)).toEqual([
      [1, 1],
      [10, 2],
      [2, 1],
    ])
    tree.set(null, [row(0, 0), row(1, 1, 2), row(2, 2), row(3, 3)])
    tree.set(1, [row(10, 1.5), row(11, 1.6)])
    branches.update(ask, 'q', 2)
    expect(await rowsShown(branches)).toEqual([
      [0, 1],
      [1, 1],
      [10, 2],
      [11, 2],
      [2, 1],
      [3, 1],
    ])
  })
})

describe('values as text', () => {
  test('every part on a line of its own', () => {
    const value = {
      k: 'object',
      name: 'Cart',
      props: [['items', { k: 'array', name: 'Array', items: [1, 'a\nb'], size: 5 }]],
      size: 2,
    } as const
    expect(valueText(value as never)).toBe('Cart {\n  items: Array(5) [\n    0: 1,\n    1: "a\\nb",\n    … 3 more\n  ],\n  … 1 more\n}')
  })

  test('of a recording that somebody made up: deeper than any stack, or damaged', () => {
    let deep: unknown = 1
    for (let i = 0; i < 5000; i++) deep = { k: 'array', name: 'Array', items: [deep], size: 1 }
    expect(valueText(deep as never)).toContain('Array(1) [')
    expect(valueText({ k: 'object' } as never)).toBe('‹unreadable›')
  })
})

describe('where a function ends', () => {
  const folder = fileURLToPath(new URL('../../packages/', import.meta.url))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /^\w+\/src\/.*\.tsx?$/.test(file))

  test('as the compiler says, in the source of this workspace', () => {
    let all = 0
    const wrong: string[] = []
    for (const file of files) {
      const text = readFileSync(folder + file, 'utf8')
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
      const visit = (node: ts.Node): void => {
        if (ts.isFunctionLike(node) && 'body' in node && node.body) {
          const { line, character } = source.getLineAndCharacterOfPosition(node.getStart())
          const last = source.getLineAndCharacterOfPosition(node.getEnd()).line + 1
          all++
          const found = lastLineOf(text, line + 1, character + 1)
          if (found !== last) wrong.push(`${file}:${line + 1} ends at ${last}, not ${found}`)
        }
        ts.forEachChild(node, visit)
      }
      visit(source)
    }
    expect(all).toBeGreaterThan(1000)
    // Text of JSX with an odd apostrophe, types of what is returned that look like bodies.
    expect(wrong.length / all, wrong.join('\n')).toBeLessThan(0.01)
  })
})

describe('classes of durations', () => {
  const classes = [0, 0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128].map((from, i) => ({
    from,
    to: 0.001 * 2 ** i,
    count: from === 0 || from > 0.05 ? 3 : 0,
    failed: 0,
  }))
  const labels = (clock: number, of = classes): string[] => classesFor(of, clock).map((one) => labelOf(one, clock))

  test('are those that the clock can tell apart, and none overlaps another', () => {
    expect(labels(0.1)).toEqual(['< 100 µs', '100 µs – 128 µs', '128 µs – 256 µs'])
    expect(labels(0).slice(0, 3)).toEqual(['< 1 µs', '1 µs – 2 µs', '2 µs – 4 µs'])
    expect(labels(0)).toHaveLength(classes.length)
  })

  test('where a finer clock has told some, they stay', () => {
    const finer = classes.map((one) => (one.from === 0.004 ? { ...one, count: 1 } : one))
    expect(labels(0.1, finer)).toEqual(['< 100 µs', '4 µs – 8 µs', '100 µs – 128 µs', '128 µs – 256 µs'])
  })
})

describe('the axis of the timeline', () => {
  test.each([
    [{ from: 0, to: 1 }, 0.1],
    [{ from: 0, to: 900_000 }, 120_000],
    [{ from: 0, to: 20 * 365.25 * 86_400_000 }, 1000 * 86_400_000],
  ])('has steps that leave room for what they say: %j', (span, step) => {
    const { at, ...rest } = ticks(span, 1000)
    expect(rest.step).toBeCloseTo(step, 9)
    expect(at.length).toBeGreaterThan(3)
    expect(at.length).toBeLessThan(12)
  })

  test.each([
    [0, 1e300],
    [1e300, 1e300],
    [-1e300, 1e300],
    [9e15, 9e15 + 2],
    [NaN, NaN],
  ])('has an end whatever the times are: from %d to %d', (from, to) => {
    expect(ticks({ from, to }, 1000).at.length).toBeLessThanOrEqual(1000)
  })
})
