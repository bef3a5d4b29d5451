// The least that a runtime must do, written without a look at Spoor's own: notes every call of a probe, for each program apart, and
// complains where calls are not left as they were entered.
globalThis.createStageRecorder = (on) => {
  const { show } = globalThis.stageShow
  const names = [undefined]
  /** File -> lines. */
  const told = new Map()
  const open = new Set()
  let current
  let watched

  const linesOf = (file) => told.get(file) ?? told.set(file, []).get(file)
  const note = (call, text) => void linesOf(call.file).push('  '.repeat(call.depth) + text)

  function leave(call) {
    if (call.paused) return
    call.paused = true
    current = call.prev
  }

  function takeBack(call) {
    if (!call.paused) return false
    call.paused = false
    call.prev = current
    current = call
    return true
  }

  /** `get Oa.f`, `Cf.constructor~2` -> f */
  function ownName(name) {
    const parts = name.replace(/~\d+/g, '').split(/[. ]/)
    const last = parts.pop()
    return last === 'constructor' ? parts.pop()?.slice(1) : last.replace('#', '')
  }

  const probes = {
    register(_mark, file, _start, table) {
      const flags = {}
      for (let i = 0; i * 5 < table.length; i++) flags[`s${i}`] = on ? names.push({ file, name: table[i * 5] }) - 1 : 0
      return flags
    },
    enter(number, args) {
      const { file, name } = names[number]
      const call = { file, name, depth: current ? current.depth + 1 : 0, prev: current, paused: false, ended: undefined }
      note(call, `> ${name}${args ? `(${Array.from(args, (arg) => show(arg)).join(', ')})` : ''}`)
      if (watched && !watched.call && ownName(name) === watched.site) watched.call = call
      open.add(call)
      return (current = call)
    },
    exit(call, value) {
      if (!open.delete(call)) note(call, `LEFT TWICE ${call.name}`)
      if (!call.paused && current !== call) note(call, `NOT ON TOP ${call.name}`)
      if (!call.paused) current = call.prev
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
