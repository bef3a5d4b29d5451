import vm from 'node:vm'
import { parse } from '@babel/parser'
import { traverse } from '@babel/types'

/**
 * What makes the functions of an instrumented text show their original text: if a test that fails passes with it, it asks for the
 * text of functions and nothing else is wrong with it.
 */
export function giveBackTexts(code, traced, { mode }) {
  const before = textsOf(code, mode)
  const after = textsOf(traced, mode)
  const pairs = Object.fromEntries(after.map((text, i) => [text, before[i]]))
  return new vm.Script(`{
    const texts = Object.assign(Object.create(null), ${JSON.stringify(pairs)})
    const { toString } = Function.prototype
    const { apply } = Reflect
    Function.prototype.toString = { toString() { const text = apply(toString, this, []); return texts[text] ?? text } }.toString
    Object.defineProperty(Function.prototype, 'toString', { enumerable: false })
  }`)
}

/** Of all functions and classes, in the order of the text. */
function textsOf(code, mode) {
  const texts = []
  const ast = parse(code, {
    sourceType: mode === 'module' ? 'module' : 'script',
    errorRecovery: true,
    createImportExpressions: true,
    allowReturnOutsideFunction: true,
  })
  traverse(ast, (node) => {
    if (/^(?:Function|Class)(?:Declaration|Expression)$|^ArrowFunction|^ObjectMethod$|^Class(?:Private)?Method$/.test(node.type))
      texts.push(textOf(node, code))
  })
  return texts
}

/** Of methods, without `static`. */
const textOf = (node, code) =>
  node.static ? code.slice(node.start, node.end).replace(/^static(?:\s|\/\*[^]*?\*\/|\/\/.*\n)*/, '') : code.slice(node.start, node.end)
