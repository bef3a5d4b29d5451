/** @typedef {import('./score.mjs').Result} Result */

/** How many programs each instrumenter leaves as they are. */
export function tableOf(/** @type {Result[]} */ results) {
  const rows = results.map((result) => {
    const changed = changedBy(result)
    const stacks = changed.filter((file) => result.differences.every(({ program, stacks }) => program !== file || stacks))
    const differing = `${result.differences.length} of ${result.runs}`
    return [label(result), String(result.programs - changed.length), String(changed.length), String(stacks.length), differing]
  })
  const head = ['instrumenter', 'programs the same', 'changed', 'of these only in stack frames', 'runs that differ']
  const widths = head.map((text, i) => Math.max(text.length, ...rows.map((row) => (row[i] ?? '').length)))
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** @returns {string[]} */
export const changedBy = (/** @type {Result} */ { differences }) => [...new Set(differences.map(({ program }) => program))]

export const label = (/** @type {Result} */ { name, version }) => (version ? `${name} ${version}` : name)

export const markdown = (/** @type {string[]} */ head, /** @type {unknown[][]} */ rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
