/**
 * @typedef {object} Condition how a test is instrumented and what it finds when it runs
 * @property {'absent' | 'off' | 'on'} probes no runtime; Spoor's own, switched off; the same, recording calls and values
 * @property {'finally' | 'catch'} errors
 * @property {boolean} inside whether the whole text of the test stands in a function
 */

/** `on-finally-inside` -> condition. @returns {Condition | undefined} */
export function conditionOf(name) {
  const [, probes, errors, inside] = /^(absent|off|on)-(finally|catch)(-inside)?$/.exec(name) ?? []
  return probes && { probes, errors, inside: inside !== undefined }
}

/** @param {Condition} condition */
export const nameOf = ({ probes, errors, inside }) => `${probes}-${errors}${inside ? '-inside' : ''}`

/** Those of a whole run, the likeliest to show something first. @type {Condition[]} */
export const CONDITIONS = [
  'on-finally',
  'on-finally-inside',
  'off-finally',
  'absent-finally',
  'on-catch',
  'off-finally-inside',
  'on-catch-inside',
].map(conditionOf)
