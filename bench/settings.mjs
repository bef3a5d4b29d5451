/**
 * @typedef {object} Settings
 * @property {boolean} quick
 * @property {number} processes how many processes measure each program
 * @property {import('./measure/interleave.mjs').Pace} pace
 * @property {('node' | 'node24' | 'chromium')[]} engines
 * @property {string[]} only names of programs; none: all of them
 * @property {string[]} against folders of other workspaces, built, whose plugin is measured beside this one's
 * @property {(line: string) => void} progress
 */

/** @returns {Settings} */
export const settingsFor = ({ quick = false, cpu = false, only = [], engines = [], against = [], progress = () => undefined }) => ({
  quick,
  processes: quick ? 1 : 3,
  pace: quick ? { rounds: 10, sampleMs: 4, warmMs: 200, cpu } : { rounds: 24, sampleMs: 6, warmMs: 500, cpu },
  engines: engines.length ? engines : quick ? ['node'] : ['node', 'node24', 'chromium'],
  only: only.length || !quick ? only : ['acorn', 'rxjs', 'react-dom', 'zod'],
  against,
  progress,
})
