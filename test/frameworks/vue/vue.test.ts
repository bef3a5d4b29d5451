import { hotWithSpoor } from '../support/hot.ts'
import { sameWithSpoor } from '../support/suite.ts'

sameWithSpoor({
  name: 'vue',
  async story(page, note) {
    await page.getByText('steps: 0').waitFor()
    await note()
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
    await page.click('#inline')
    await page.getByText('steps: 22').waitFor()
    await page.click('#arrow')
    await page.getByText('steps: 222').waitFor()
    await note()
    await page.click('#load')
    await page.getByText('left is 4').waitFor()
    await page.click('#grow')
    await page.getByText('extra2 is 1').waitFor()
    await note()
    await page.click('#fail')
    await page.click('#put')
    await page.getByText('ROPE,TENT').waitFor()
    await page.click('#take')
    await page.getByText('ROPE (').waitFor()
    await note()
  },
  functions: {
    'src/main.ts': ['app.config.errorHandler | (error) => rep'],
    'src/stock.ts': ['load | async function', 'load.Promise callback | (resolve) => s', 'nameOf | function nameO'],
    'src/App.vue': ['onStep | (by: number):'],
    'src/Counter.vue': [
      'add | function add(b',
      'computed callback | () => {',
      'fail | function fail(',
      'fetchStock | async function',
      'grow | () => (stock[`',
      'onClick callback | add(1)">add</b',
      'onClick callback~2 | count += 10">t',
      'onClick callback~3 | () => add(100)',
      'onMounted callback | () => {',
      'show | (key: string |',
      'watch callback | (now, before)',
      'watchEffect callback | () => console.',
    ],
    'src/Basket.vue': [
      'computed.names | names() {',
      'computed.names.map callback | (item) => name',
      'data | data() {',
      'methods.put | put(name) {',
      'methods.take | take() {',
      'mounted | mounted() {',
      "onClick callback | put('tent')\">p",
      'watch.sum | sum(now) {',
    ],
  },
  frames: [
    ['fail src/Counter.vue | new RangeError'],
    [
      'Proxy.take src/Basket.vue | new TypeError(',
      '_createElementVNode.onClick._cache.<computed>._cache.<computed> src/Basket.vue | take">take</bu',
    ],
  ],
  calls: [
    'onClick callback > add',
    'add > onStep',
    'onClick callback~2',
    'onClick callback~3 > add',
    'watchEffect callback > nameOf',
    'fetchStock > load',
    'computed.names > computed.names.map callback',
    'onClick callback > methods.put',
    'methods.take',
    'fail',
  ],
})

hotWithSpoor({
  name: 'vue',
  async prepare(page) {
    await page.click('#add')
    await page.getByText('steps: 2').waitFor()
    await page.click('#put')
    await page.getByText('ROPE,TENT').waitFor()
  },
  edits: [
    // Of the template alone: the component keeps its state.
    { file: 'src/Counter.vue', from: 'ten more', to: 'the next ten', shows: 'the next ten' },
    { file: 'src/Basket.vue', from: '({{ notes }})', to: '({{ notes }} notes)', shows: 'ROPE,TENT (1 notes)' },
    // Of the script: it is made anew.
    { file: 'src/Counter.vue', from: 'count.value * 2\n})', to: 'count.value * 3 + 1\n})\n\nconst early = () => 1', shows: 'steps: 1' },
    { file: 'src/Basket.vue', from: 'notes: 0 }', to: 'notes: 7 }', shows: 'ROPE (7 notes)' },
    { file: 'src/stock.ts', from: 'name.toUpperCase()', to: 'name.toLowerCase()', shows: 'rope (7 notes)' },
  ],
  added: { 'src/Counter.vue': ['early | () => 1'] },
  only: 'src/Counter.vue#add',
  async touch(page) {
    await page.click('#add')
    await page.getByText('steps: 4').waitFor()
    await page.click('#put')
  },
  called: ['add'],
  again: {
    file: 'src/Counter.vue',
    from: '>load</button>',
    to: (times) => `>load ${times}</button>`,
    shows: (times) => `load ${times}`,
    times: 50,
  },
})
