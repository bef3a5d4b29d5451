// @ts-nocheck
/** What was done, and what came of it. */
export const log = []

export function attempt(name, work) {
  try {
    log.push([name, work()])
  } catch (error) {
    log.push([name, error.name, error.message])
  }
}
