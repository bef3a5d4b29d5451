// @ts-nocheck: misuse is part of it.
import { getLineInfo, parse, Parser, tokenizer } from 'acorn'
import { attempt } from './log.mjs'

const text = `
  import { a as b } from './a.js'
  export default class Shop extends b { #stock = new Map(); static { this.x = 1n }
    async *events(id, { from = 0, ...rest } = {}) { for await (const e of this.#stock.get(id) ?? []) yield e?.at ** 2 } }
  label: for (let i = 0, j = /[/]\\/(?<n>x)/giu; i < 3; i++) { if (i % 2) continue label; else throw new Error(\`i \${i} \${j}\`) }
`
const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true }
attempt('ast', () => parse(text, options))
attempt('tokens', () => [...tokenizer(text, options)].map(({ type, start, end }) => [type.label, start, end]))
attempt('syntax', () => parse('let a = 1; let a = 2', options))
attempt('position', () => getLineInfo(text, 60))
attempt('extended', () => Parser.extend((Base) => class extends Base {}).parse('x => x', options).body.length)
