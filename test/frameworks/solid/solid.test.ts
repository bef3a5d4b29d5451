import { hotWithSpoor } from '../support/hot.ts'
import { sameWithSpoor } from '../support/suite.ts'

sameWithSpoor({
  name: 'solid',
  async story(page, note) {
    await page.getByText('steps: 0').waitFor()
    await note()
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
    await page.click('#note')
    await page.getByText('noted 1').waitFor()
    await note()
    await page.click('#load')
    await page.getByText('left is 4').waitFor()
    await page.getByText('rope came').waitFor()
    await page.click('#grow')
    await page.getByText('extra2 is 1').waitFor()
    await note()
    await page.click('#fail')
    await page.click('#add')
    await page.getByText('steps: 4').waitFor()
    await note()
  },
  functions: {
    'src/App.tsx': ['App | function App()', 'App.onStep callback | (by) => setSum'],
    'src/Notes.tsx': ['Note | function Note(', 'Note.more | () => setTimes', 'Title | function Title'],
    'src/Counter.tsx': [
      'Counter | function Count',
      'Counter.For callback | (key) => <li>{',
      'Counter.Show callback | (it) => <i>{it',
      'Counter.add | function add(b',
      'Counter.createEffect callback | () => console.',
      'Counter.createMemo callback | () => {',
      'Counter.fail | (): never => {',
      'Counter.fetchStock | async function',
      'Counter.grow | () => setStock',
      'Counter.on callback | (now, before)',
      'Counter.onClick callback | () => add(1)}>',
      'Counter.onMount callback | () => {',
      'Counter.show | (key: string):',
    ],
    'src/main.tsx': ['render callback | () => <App />,'],
    'src/stock.ts': ['load | async function', 'load.Promise callback | (resolve) => s', 'nameOf | function nameO'],
  },
  frames: [['HTMLButtonElement.fail [as $$click] src/Counter.tsx | new RangeError']],
  calls: [
    'render callback > App',
    'Counter.onClick callback > Counter.add',
    'Counter.add > App.onStep callback',
    'Counter.createEffect callback > nameOf',
    'Counter.For callback > Counter.show',
    'Counter.fetchStock > load',
    'Counter.add > Counter.createMemo callback',
    'Counter.grow > Counter.For callback',
    'Counter.fail',
    'Note.more',
  ],
})

hotWithSpoor({
  name: 'solid',
  async prepare(page) {
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
    await page.click('#note')
    await page.getByText('noted 1').waitFor()
  },
  edits: [
    // Of one component, which has a function more then: the next one in the same file keeps its state.
    { file: 'src/Notes.tsx', from: '<h1>Notes</h1>', to: "<h1>{(() => 'Notices')()}</h1>", shows: 'Notices' },
    { file: 'src/App.tsx', from: '>sum: {sum()}', to: '>{((n: number) => `total: ${n}`)(sum())}', shows: 'total: 0' },
    {
      file: 'src/Counter.tsx',
      from: 'return count() * 2\n  })',
      to: 'return count() * 3 + 1\n  })\n  const early = () => 1',
      shows: 'steps: 1',
    },
  ],
  added: {
    'src/Notes.tsx': ["Title.iife | () => 'Notices"],
    'src/App.tsx': ['App.iife | (n: number) =>'],
    'src/Counter.tsx': ['Counter.early | () => 1'],
  },
  only: 'src/Counter.tsx#Counter.add',
  async touch(page) {
    await page.click('#add')
    await page.getByText('steps: 4').waitFor()
    await page.click('#note')
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
