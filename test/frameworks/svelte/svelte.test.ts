import { hotWithSpoor } from '../support/hot.ts'
import { sameWithSpoor } from '../support/suite.ts'

sameWithSpoor({
  name: 'svelte',
  async story(page, note) {
    await page.getByText('steps: 0').waitFor()
    await note()
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
    await page.click('#inline')
    await page.getByText('steps: 22').waitFor()
    await note()
    await page.click('#load')
    await page.locator('i').getByText('lamp').waitFor()
    await page.getByText('left is 4').waitFor()
    await page.click('#grow')
    await page.getByText('extra2 is 1').waitFor()
    await note()
    await page.click('#fail')
    await page.click('#add')
    await page.getByText('steps: 24').waitFor()
    await note()
  },
  functions: {
    'src/stock.svelte.ts': [
      'Shelf.grow | grow(): void {',
      'load | async function',
      'load.Promise callback | (resolve) => s',
      'nameOf | function nameO',
    ],
    'src/App.svelte': ['onstep | (by: number):'],
    'src/Row.svelte': ['shout | function shout'],
    'src/Counter.svelte': [
      '$derived.by callback | () => {',
      '$effect callback | () => {',
      '$effect callback.returned | () => console.',
      '$effect callback~2 | () => console.',
      'add | function add(b',
      'fail | function fail(',
      'fetchStock | async (): Prom',
      'focus | (node: HTMLEle',
      'next | function next(',
      'onMount callback | () => {',
      'onclick callback | () => add(1)}>',
      'onclick callback~2 | () => (count +',
      'onclick callback~3 | () => shelf.gr',
      'show | (key: string):',
      'twice | function twice',
    ],
  },
  frames: [['HTMLButtonElement.fail src/Counter.svelte | new RangeError']],
  calls: [
    'next',
    'onclick callback > add',
    'add > onstep',
    'onclick callback~2',
    'onclick callback~3 > Shelf.grow',
    '$effect callback > nameOf',
    '$effect callback.returned',
    '$derived.by callback',
    'fetchStock > load',
    'shout',
    'fail',
  ],
})

hotWithSpoor({
  name: 'svelte',
  async prepare(page) {
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
  },
  edits: [
    // Svelte makes a component anew, whatever was edited; what is outside of it stays.
    { file: 'src/Counter.svelte', from: 'ten more', to: 'the next ten', shows: 'the next ten' },
    { file: 'src/Counter.svelte', from: 'return n * 2\n  }', to: 'return n * 3 + 1\n  }\n\n  const early = () => 1', shows: 'steps: 1' },
    { file: 'src/Row.svelte', from: "shout('row')", to: "shout('line')", shows: 'LINE' },
    { file: 'src/stock.svelte.ts', from: "'none'", to: "'nothing'", shows: 'name is nothing' },
  ],
  added: { 'src/Counter.svelte': ['early | () => 1'] },
  only: 'src/Counter.svelte#add',
  async touch(page) {
    await page.click('#add')
    await page.getByText('steps: 4').waitFor()
    await page.click('#grow')
  },
  called: ['add'],
  again: {
    file: 'src/Counter.svelte',
    from: '>load</button>',
    to: (times) => `>load ${times}</button>`,
    shows: (times) => `load ${times}`,
    times: 10,
  },
})
