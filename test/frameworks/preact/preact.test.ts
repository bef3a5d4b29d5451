import { hotWithSpoor } from '../support/hot.ts'
import { sameWithSpoor } from '../support/suite.ts'

sameWithSpoor({
  name: 'preact',
  async story(page, note) {
    await page.getByText('steps: 0').waitFor()
    await note()
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
    await page.click('#raise')
    await page.getByText('total 4').waitFor()
    await page.click('#tick')
    await page.getByText('ticks 1').waitFor()
    await note()
    await page.click('#load')
    await page.getByText('left is 4').waitFor()
    await note()
    await page.click('#fail')
    await page.click('#add')
    await page.getByText('steps: 4').waitFor()
    await note()
  },
  functions: {
    'src/App.tsx': ['App | function App()', 'App.onStep callback | (by) => setSum', 'App.onStep callback.setSum callback | (before) => be'],
    'src/Counter.tsx': [
      'Counter | function Count',
      'Counter.add | (by: number):',
      'Counter.add.setCount callback | (before) => be',
      'Counter.fail | function fail(',
      'Counter.fetchStock | async function',
      'Counter.map callback | ([key, value])',
      'Counter.onClick callback | () => add(1)}>',
      'Counter.useEffect callback | () => {',
      'Counter.useEffect callback.returned | () => console.',
      'Counter.useMemo callback | () => {',
      'Counter.useReducer callback | (held: Stock,',
      'Row | ({ text }: { t',
    ],
    'src/Total.tsx': [
      'Clock.componentDidMount | override compo',
      'Clock.render | override rende',
      'Clock.tick | () => this.set',
      'Total | function Total',
      'Total.onClick callback | () => total.va',
      'Total.useComputed callback | () => `total $',
      'computed callback | () => {',
      'describe | function descr',
      'effect callback | () => console.',
    ],
    'src/stock.ts': ['load | async function', 'load.Promise callback | (resolve) => s', 'nameOf | function nameO'],
  },
  frames: [['fail src/Counter.tsx | new RangeError']],
  calls: [
    'Counter.onClick callback > Counter.add',
    'Counter.add > App.onStep callback',
    'App.onStep callback > App.onStep callback.setSum callback',
    'Counter > Counter.useMemo callback',
    'Counter > Counter.map callback',
    'Counter.useEffect callback > nameOf',
    'Counter.useEffect callback.returned',
    'Counter.fetchStock > load',
    'Counter.fail',
    'effect callback > describe',
    'Row',
    'Clock.tick',
  ],
})

hotWithSpoor({
  name: 'preact',
  async prepare(page) {
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
    await page.click('#tick')
    await page.getByText('ticks 1').waitFor()
  },
  edits: [
    // Prefresh keeps the state of a component as long as its hooks are the same.
    { file: 'src/Counter.tsx', from: '        add\n', to: "        {(() => 'add one')()}\n", shows: 'add one' },
    { file: 'src/App.tsx', from: '>sum: {sum}', to: '>total: {sum}', shows: 'total: 1' },
    { file: 'src/Total.tsx', from: 'ticks {', to: 'ticked {', shows: 'ticked 1' },
    { file: 'src/Counter.tsx', from: 'useState(0)', to: 'useState(5)', shows: 'steps: 10' },
  ],
  added: { 'src/Counter.tsx': ["Counter.iife | () => 'add one"] },
  only: 'src/Counter.tsx#Counter.add',
  async touch(page) {
    await page.click('#add')
    await page.getByText('steps: 12').waitFor()
    await page.click('#tick')
  },
  called: ['Counter.add'],
  again: {
    file: 'src/Counter.tsx',
    from: '        fail\n',
    to: (times) => `        fail ${times}\n`,
    shows: (times) => `fail ${times}`,
    times: 10,
  },
})
