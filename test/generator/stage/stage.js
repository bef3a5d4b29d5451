// Where programs run: one stage in each realm, of one kind of probes, for many programs. The host evaluates their texts.
globalThis.createStage = (condition, slot) => {
  Error.stackTraceLimit = 40
  const recorder = condition === 'off' || condition === 'on' ? globalThis.createStageRecorder(condition === 'on') : undefined
  if (recorder) Object.defineProperty(globalThis, Symbol.for(slot), { value: recorder.probes, configurable: true })
  // The text of a function is the one thing that differs.
  const { toString } = Function.prototype
  // oxlint-disable-next-line no-extend-native
  Function.prototype.toString = function () {
    toString.call(this)
    return `function ${this.name}`
  }
  const queue = []
  const worlds = new Map()

  const worldOf = (id) => worlds.get(id)

  return {
    /** `id` as it stands in the program's names, `file` as it is called in stacks. */
    begin: (id, file) => void worlds.set(id, { file, ...globalThis.createStageWorld({ id, file, recorder, queue }) }),
    completed: (id, value) => worldOf(id).log('completes with', value),
    uncompiled: (id, message) => worldOf(id).log('does not compile', message),
    threw: (id, error) => worldOf(id).log('ends with', error),
    /** Uses what a module gives away. */
    exported(id, namespace) {
      const world = worldOf(id)
      for (const key of Object.keys(namespace)) {
        const value = namespace[key]
        world.log('export', key, value)
        const isClass = globalThis.stageShow.show(value).startsWith('[class')
        if (typeof value === 'function') world.use(key.replace(/^renamed/, ''), () => (isClass ? world.made(value) : value), 1)
      }
    },
    /** Lets those go on that wait for a later turn. @returns whether there were any */
    turn() {
      const waiting = queue.splice(0)
      for (const resolve of waiting) resolve()
      return waiting.length > 0
    },
    /** Of each program what it logged, what was told of it, and which of its calls were never left. */
    results: () =>
      [...worlds.values()].map(({ file, lines }) => ({
        log: lines,
        told: recorder?.linesOf(file) ?? [],
        open: recorder?.open(file) ?? [],
      })),
    /** What modules import in place of `spoor/probes`. */
    probes: () => globalThis[Symbol.for(slot)],
  }
}
