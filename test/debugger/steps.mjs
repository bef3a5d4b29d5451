/**
 * What a debugger does with one program, over the protocol of the inspector; the same for Node and Chromium.
 *
 * @typedef {{ line: number, column: number }} Place both from 0, as the protocol counts
 * @typedef {object} Job
 * @property {string} url of the program; everything else is ignored, as a debugger's list of third-party scripts does
 * @property {'none' | 'uncaught' | 'all'} [exceptions] on which of them to pause
 * @property {Place[]} [breakpoints]
 * @property {'stepInto' | 'stepOver' | 'stepOut'} [step] what to do at every pause; without it, the program goes on
 * @property {number} [most] pauses, after which the program goes on without
 *
 * @typedef {object} Pause
 * @property {string} reason
 * @property {Place} place
 * @property {string} name of the function
 * @property {string[]} async names of the functions that led here, across `await`
 *
 * @typedef {{ post(method: string, params?: object): Promise<any>, on(event: string, listener: (params: any) => void): void }} Client
 */

/** @returns {Promise<{ pauses: Pause[], bound: (Place | undefined)[] }>} that grows until the program has ended */
export async function debugWith(
  /** @type {Client} */ client,
  /** @type {Job} */ { url, exceptions = 'none', breakpoints = [], step, most = 2000 },
) {
  /** @type {Pause[]} */
  const pauses = []
  let all = 0
  /** @type {Map<string, string>} */
  const scripts = new Map()
  client.on('Debugger.scriptParsed', ({ scriptId, url: of }) => void scripts.set(scriptId, of))
  client.on('Debugger.paused', ({ reason, callFrames, asyncStackTrace }) => {
    const [{ location, functionName }] = callFrames
    const place = { line: location.lineNumber, column: location.columnNumber }
    if (scripts.get(location.scriptId) === url) pauses.push({ reason, place, name: functionName, async: namesIn(asyncStackTrace) })
    void client.post(`Debugger.${step && ++all < most ? step : 'resume'}`)
  })
  await client.post('Debugger.enable')
  await client.post('Debugger.setAsyncCallStackDepth', { maxDepth: 8 })
  await client.post('Debugger.setPauseOnExceptions', { state: exceptions })
  const escaped = url.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  await client.post('Debugger.setBlackboxPatterns', { patterns: [`^(?!${escaped}$)`] })
  const bound = []
  for (const { line, column } of breakpoints) {
    const { breakpointId } = await client.post('Debugger.setBreakpointByUrl', { url, lineNumber: line, columnNumber: column })
    bound.push(breakpointId)
  }
  client.on('Debugger.breakpointResolved', ({ breakpointId, location }) => {
    bound[bound.indexOf(breakpointId)] = { line: location.lineNumber, column: location.columnNumber }
  })
  return { pauses, bound }
}

/** @returns {string[]} */
const namesIn = (/** @type {any} */ trace) =>
  trace ? [...trace.callFrames.map((/** @type {any} */ frame) => frame.functionName), ...namesIn(trace.parent)] : []
