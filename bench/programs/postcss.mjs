import postcss from 'postcss'
import { checksum } from './checksum.mjs'

const rule = (i) => `@media (min-width: ${i * 10}px) {
  /* block ${i} */
  .card-${i} > a:hover, .list li:nth-child(${i}n + 1) { color: rgb(${i}, 10, 20); margin: 0 auto !important; background: url("x-${i}.png") }
  .grid-${i} { display: grid; grid-template-columns: repeat(${(i % 4) + 1}, minmax(0, 1fr)); --gap: calc(1rem + ${i}px) }
}
`
const source = Array.from({ length: 120 }, (_, i) => rule(i)).join('')

function plugin() {
  return {
    postcssPlugin: 'bench',
    Declaration(declaration) {
      if (declaration.prop === 'color') declaration.value = declaration.value.toUpperCase()
    },
    Rule(rule) {
      if (rule.selector.startsWith('.grid')) rule.selector = `:where(${rule.selector})`
    },
  }
}
plugin.postcss = true

const processor = postcss([plugin()])

export const run = () => processor.process(source, { from: undefined, map: false }).css

export const digest = checksum
