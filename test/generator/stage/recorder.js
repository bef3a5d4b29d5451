// The least that a runtime must do, written without a look at Spoor's own: notes every call of a probe, for each program apart, and
// complains where calls are not left as they were entered, or where another call is on top than the function that runs.
globalThis.createStageRecorder = (on) => {
  const { show } = globalThis.stageShow
  const names = [undefined]
  /** File -> lines. */
  const told = new Map()
  const open = new Set()
  /** File -> the call that runs: programs of a batch do not call each other. */
  const tops = new Map()
  /** File -> name -> the lines on which functions of that name begin. */
  const places = new Map()
  let watched

  const linesOf = (file) => told.get(file) ?? told.set(file, []).get(file)
  const note = (call, text) => void linesOf(call.file).push('  '.repeat(call.depth) + text)

  function placesOf(file, name) {
    const ofFile = places.get(file) ?? places.set(file, new Map()).get(file)
    return ofFile.get(name) ?? ofFile.set(name, []).get(name)
  }

  function leave(call) {
    if (call.paused) return
    call.paused = true
    tops.set(call.file, call.prev)
  }

  function takeBack(call) {
    if (!call.paused) return false
    call.paused = false
    call.prev = tops.get(call.file)
    tops.set(call.file, call)
    return true
  }

  const isOther = (arg, given) => Object(given) !== given && !Object.is(arg, given)

  /** `get Oa.f`, `Cf.constructor~2` -> f */
  function ownName(name) {
    const parts = name.replace(/~\d+/g, '').split(/[. ]/)
    const last = parts.pop()
    return last === 'constructor' ? parts.pop()?.slice(1) : last.replace('#', '')
  }

  const probes = {
    register(_mark, file, _start, table) {
      const flags = {}
      for (let i = 0; i * 5 < table.length; i++) {
        const [name, line, , , params] = table.slice(i * 5)
        flags[`s${i}`] = on ? names.push({ file, name, params }) - 1 : 0
        if (on) placesOf(file, ownName(name)).push(line)
      }
      return flags
    },
    enter(number, args) {
      const { file, name, params } = names[number]
      const parent = tops.get(file)
      const call = {
        file,
        name,
        depth: parent ? parent.depth + 1 : 0,
        parent,
        prev: parent,
        params,
        args: Array.from(args ?? []),
        paused: false,
        ended: undefined,
      }
      note(call, `> ${name}${args ? `(${Array.from(args, (arg) => show(arg)).join(', ')})` : ''}`)
      if (watched && !watched.call && ownName(name) === watched.site) watched.call = call
      open.add(call)
      tops.set(file, call)
      return call
    },
    exit(call, value) {
      if (!open.delete(call)) note(call, `LEFT TWICE ${call.name}`)
      if (!call.paused && tops.get(call.file) !== call) note(call, `NOT ON TOP ${call.name}`)
      if (!call.paused) tops.set(call.file, call.prev)
      call.ended = { returned: value !== call, value }
      note(call, value === call ? `x ${call.name}` : `< ${call.name} ${show(value)}`)
    },
    pause(call, kind) {
      if (!call.paused) note(call, `${kind ? 'yields' : 'awaits'} ${call.name}`)
      leave(call)
    },
    resume(call) {
      if (takeBack(call)) note(call, `resumes ${call.name}`)
    },
    delegate(call) {
      if (!call.paused) note(call, `delegates ${call.name}`)
      leave(call)
    },
    threw: (call, error) => note(call, `throws ${call.name} ${show(error)}`),
    caught(call, ...error) {
      takeBack(call)
      note(call, `catches ${call.name}${error.length ? ` ${show(error[0])}` : ''}`)
    },
    threwExact(call, error) {
      takeBack(call)
      note(call, `exact ${call.name} ${show(error)}`)
    },
  }

  return {
    probes,
    linesOf,
    open: (file) => [...open].filter((call) => call.file === file).map((call) => call.name),
    /** The next call of a function of this name goes into what this gives. */
    watch: (site) => (watched = { site, call: undefined }),
    unwatch: (last) => void (watched = last),
    watching: () => watched,
    top: (file) => tops.get(file),
    /** Says where the call on top is not what it was, or not that of nobody where a turn begins. */
    topIs(file, call, when) {
      const now = tops.get(file)
      if (now !== call) linesOf(file).push(`RECORDED that ${now?.name} runs ${when}, and it is ${call?.name}`)
    },
    /**
     * Holds the call on top against the frame that runs: `at f1_2 p2.js:3`. Names with a number of their own alone tell, and no line
     * on which the function begins: it is entered behind its parameters.
     */
    runs(file, frame) {
      const [, name, line] = /(\w+\d+_\d+) (?:\[as [^\]]+\] )?p\d+\.\w+:(\d+)$/.exec(frame ?? '') ?? []
      const lines = name ? placesOf(file, name) : []
      if (lines.length !== 1 || lines[0] === Number(line)) return
      const call = tops.get(file)
      if (!call || ownName(call.name) !== name) linesOf(file).push(`RECORDED that ${call?.name} runs, and it is ${name} on line ${line}`)
    },
    /** Says whether a call has the parent that it was seen to have, and the arguments, as far as they can be told apart by looking. */
    checkStart(watch, file, parent, given) {
      const call = watch?.call
      if (!call) return
      let above = call.parent
      while (above && above !== parent) above = above.parent
      if (above !== parent) linesOf(file).push(`RECORDED ${call.name} below ${call.parent?.name}, which ${parent?.name} called`)
      const params = call.params.split(' ')
      if (new Set(params).size < params.length) return
      const other = call.args.findIndex((arg, i) => Object(arg) !== arg && given[i] !== undefined && isOther(arg, given[i]))
      if (other >= 0)
        linesOf(file).push(`RECORDED ${show(call.args[other])} as argument ${other} of ${call.name}, which got ${show(given[other])}`)
    },
    /** Says whether the end that was recorded is the one that was seen. */
    check(watch, file, seen, value, exactly) {
      const ended = watch?.call?.ended
      if (!watch?.call) return
      if (!ended) linesOf(file).push(`RECORDED no end of ${watch.site}, which ${seen} ${show(value)}`)
      else if (ended.returned !== (seen === 'returned'))
        linesOf(file).push(`RECORDED that ${watch.site} ${ended.returned ? 'returned' : 'threw'}, and it ${seen} ${show(value)}`)
      else if (exactly && !Object.is(ended.value, value))
        linesOf(file).push(`RECORDED ${show(ended.value)} of ${watch.site}, which gave ${show(value)}`)
    },
  }
}
