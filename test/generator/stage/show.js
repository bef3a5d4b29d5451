// A value as text, the same in every realm. Looks at no getter and runs nothing of the program's own.
globalThis.stageShow = (() => {
  const { getOwnPropertyDescriptor, getPrototypeOf, is } = Object
  const { ownKeys } = Reflect
  const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1)

  function show(value, depth = 2) {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value.slice(0, 300))
      case 'bigint':
        return `${value}n`
      case 'symbol':
        return value.toString()
      case 'function':
        return `[${isClass(value) ? 'class' : 'function'} ${String(own(value, 'name'))}/${String(own(value, 'length'))}]`
      case 'object':
        return value === null ? 'null' : value === globalThis ? 'global' : depth > 0 ? object(value, depth - 1) : '…'
      default:
        return is(value, -0) ? '-0' : String(value)
    }
  }

  const own = (value, key) => getOwnPropertyDescriptor(value, key)?.value
  const isClass = (value) => getOwnPropertyDescriptor(value, 'prototype')?.writable === false

  function object(value, depth) {
    if (value instanceof Error) return messageOf(value)
    const keys = ownKeys(value)
    const shown = keys.slice(0, 12).map((key) => `${String(key)}: ${property(getOwnPropertyDescriptor(value, key), depth)}`)
    const maker = getPrototypeOf(value) === null ? 'null' : tagOf(value)
    return Array.isArray(value) ? `[${shown.slice(0, -1).join(', ')}; ${value.length}]` : `${maker} {${shown.join(', ')}}`
  }

  const property = (found, depth) => (found === undefined ? 'gone' : found.get || found.set ? 'accessor' : show(found.value, depth))

  function messageOf(error) {
    const message = String(own(error, 'message'))
      // The text of a function, which is the one thing that is not the same.
      .replace(/^(Class extends value|Object prototype may only be an Object or null:) [^]*/, '$1 …')
      .replace(/ \((setting|reading) '[^']*(?:=>|function|class)[^]*'\)$/, ' ($1 …)')
      // In the pattern of a `catch`, V8 guesses at what it was.
      .replace(/^.* is not iterable \(cannot/, '… is not iterable (cannot')
      .replace(
        /^Cannot destructure property 'Symbol\(Symbol\.iterator\)' of .*/,
        '… is not iterable (cannot read property Symbol(Symbol.iterator))',
      )
      // The text of what is called, which holds what stands in it.
      .replace(/^\[[^]*\] is not a function$/, '[…] is not a function')
      // V8 says it for each part of what it has no words for, as often as there are parts.
      .replace(/(?:\(intermediate value\))+/g, '')
    return `${String(own(getPrototypeOf(error), 'name'))}: ${message}`
  }

  return { show, messageOf }
})()
