// Calls a function as its form asks, more than once, and notes all that it shows of itself; what it gives is read to its end, or closed
// or thrown into early.
globalThis.createStageUse = ({ log, show, recorder, file }) => {
  const MOST = 40
  let uses = 0
  let depth = 0

  /** What `use` calls in another way than as a plain function. */
  class Target {
    constructor(kind, on, key) {
      Object.assign(this, { kind, on, key })
    }
  }

  const isThenable = (x) => (typeof x === 'object' || typeof x === 'function') && x !== null && typeof x.then === 'function'
  const isGenerator = (x) => /Generator$/.test(Object.prototype.toString.call(x).slice(8, -1))

  function use(site, make, ...args) {
    if (++uses > MOST) return 'enough'
    const tag = `#${uses}`
    const rethrows = uses % 2 === 0 && depth > 0
    const turns = depth > 0 ? 1 : 3
    let target
    let result
    depth++
    try {
      target = make()
      log(tag, about(target))
      for (let turn = 0; turn < turns; turn++) result = once({ tag, site, target, args, turn: turns === 1 ? uses % 3 : turn })
      return result
    } catch (error) {
      log(tag, 'threw', error)
      if (rethrows) throw error
      return 'threw'
    } finally {
      depth--
    }
  }

  function about(target) {
    if (target instanceof Target && target.kind !== 'made') {
      const found =
        Object.getOwnPropertyDescriptor(target.on, target.key) ??
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(target.on), target.key)
      return [found?.value, found?.get, found?.set].map((fn) => (fn ? face(fn) : '')).join(' ')
    }
    return face(target instanceof Target ? target.on : target)
  }

  function face(fn) {
    if (typeof fn !== 'function') return show(fn)
    const keys = Reflect.ownKeys(fn).map(String)
    return `${show(fn)} ${keys.join(',')} ${Object.prototype.toString.call(fn)} ${keys.includes('prototype') ? show(Object.getPrototypeOf(fn.prototype ?? {}) === Object.prototype) : ''}`
  }

  function once({ tag, site, target, args, turn }) {
    const watch = site ? recorder?.watch(site) : undefined
    const given = turn === 1 ? [] : turn === 2 ? [{ v: 'third', length: 1 }] : args
    const parent = recorder?.top(file)
    let result
    try {
      result = invoke(target, given)
    } catch (error) {
      log(tag, 'call threw', error)
      // What a constructor returns, or that it never called the one above, the engine minds once it has ended.
      if (target.kind !== 'made') recorder?.check(watch, file, 'threw', error)
      throw error
    } finally {
      recorder?.unwatch(undefined)
      recorder?.topIs(file, parent, 'after a call')
      recorder?.checkStart(watch, file, parent, isBound(target) ? ['first', ...given] : given)
    }
    log(tag, 'gave', result)
    follow({ tag, turn, result, watch, exactly: !(target instanceof Target) || target.kind === 'member' || target.kind === 'getter' })
    return result
  }

  const isBound = (target) => typeof target === 'function' && target.name.startsWith('bound ')

  function invoke(target, args) {
    if (!(target instanceof Target)) return target.call({ v: 'this' }, ...args)
    const { kind, on, key } = target
    if (kind === 'made') return Reflect.construct(on, args)
    if (kind === 'getter') return on[key]
    if (kind === 'setter') return (on[key] = args[0])
    return on[key](...args)
  }

  function follow({ tag, turn, result, watch, exactly }) {
    // One that others made it may give as it is.
    const isOver = Boolean(watch?.call?.ended && watch.call.ended.value === result)
    const goesOn = isGenerator(result) || result instanceof Promise
    if (!goesOn || isOver) recorder?.check(watch, file, 'returned', result, exactly)
    if (!goesOn) return
    if (isGenerator(result)) drain(tag, turn, result, isOver ? undefined : watch)
    else settle(tag, result, isOver ? undefined : watch)
  }

  function settle(tag, promise, watch) {
    const resolved = (value) => {
      recorder?.topIs(file, undefined, 'as a turn begins')
      log(tag, 'resolved', value)
      recorder?.check(watch, file, 'returned', value, !isThenable(watch?.call?.ended?.value))
    }
    const rejected = (error) => {
      recorder?.topIs(file, undefined, 'as a turn begins')
      log(tag, 'rejected', error)
      if (!isThenable(watch?.call?.ended?.value)) recorder?.check(watch, file, 'threw', error)
    }
    promise.then(resolved, rejected)
  }

  /** What is done with a generator, step by step, by turn. */
  const PLANS = [
    ['next', 'next', 'next', 'next', 'next', 'next', 'next', 'next'],
    ['next', 'return', 'next', 'return'],
    ['next', 'throw', 'next', 'throw'],
  ]

  /** A function may hand on a generator that others drain too: none of them then sees all that it gives. */
  const drained = new WeakSet()
  const shared = new WeakSet()

  function drain(tag, turn, generator, watch) {
    const plan = PLANS[turn % PLANS.length]
    if (drained.has(generator)) shared.add(generator)
    drained.add(generator)
    if (generator[Symbol.asyncIterator] && !generator[Symbol.iterator]) return drainAsync(tag, plan, generator, watch)
    for (const [n, step] of plan.entries()) {
      if (!walk(tag, n, step, watch, () => generator[step](`${step} ${n}`))) return
    }
  }

  /** @returns whether there is more to come */
  function walk(tag, n, step, watch, go) {
    if (watch && !watch.call) recorder?.unwatch(watch)
    if (watch && step === 'return') watch.closed = true
    const parent = recorder?.top(file)
    try {
      const result = go()
      log(tag, step, n, result)
      if (result?.done) ended(watch, step, result.value)
      return !result?.done
    } catch (error) {
      log(tag, step, n, 'threw', error)
      recorder?.check(watch, file, 'threw', error)
      return false
    } finally {
      recorder?.unwatch(undefined)
      recorder?.topIs(file, parent, `after a generator's ${step}`)
    }
  }

  function ended(watch, step, value) {
    if (!watch || watch.over) return
    watch.over = true
    if (watch.closed) return
    // Whether it was closed or said something of its own on the way out, only the recorder knows.
    if (step === 'next' && !isThenable(watch?.call?.ended?.value)) recorder?.check(watch, file, 'returned', value, true)
  }

  function drainAsync(tag, plan, generator, watch) {
    let n = 0
    const goOn = () => {
      const step = plan[n]
      if (!step) return
      if (watch && !watch.call) recorder?.unwatch(watch)
      if (watch && step === 'return') watch.closed = true
      const promise = generator[step](`${step} ${n++}`)
      recorder?.unwatch(undefined)
      promise.then(took(step), failed(step))
      // All at once, at times: they queue up.
      if (n % 3 === 2) goOn()
    }
    const took = (step) => (result) => {
      recorder?.topIs(file, undefined, 'as a turn begins')
      log(tag, step, n, result)
      if (!result.done) goOn()
      else if (!shared.has(generator)) ended(watch, step, result.value)
    }
    const failed = (step) => (error) => {
      recorder?.topIs(file, undefined, 'as a turn begins')
      log(tag, step, n, 'rejected', error)
      // What a stream returns it awaits, and may be thrown out of; what is thrown into one that delegates need not reach it.
      const isOwn = watch && !watch.over && !shared.has(generator) && step !== 'throw'
      if (isOwn && !isThenable(watch.call?.ended?.value)) recorder?.check(watch, file, 'threw', error)
      if (watch) watch.over = true
    }
    goOn()
  }

  return {
    use,
    member: (on, key) => new Target('member', on, key),
    getter: (on, key) => new Target('getter', on, key),
    setter: (on, key) => new Target('setter', on, key),
    made: (on) => new Target('made', on),
  }
}
