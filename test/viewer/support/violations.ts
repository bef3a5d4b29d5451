import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds, by WCAG and its best practices: rule and place. The page has to be open with `bypassCSP`.
 * @param include selectors of what is looked at
 * @param runOnly tags of rules; those that axe runs only where it is asked to are among them
 */
export async function violations(
  page: Page,
  { include = ['html'], runOnly }: { include?: string[]; runOnly?: string[] } = {},
): Promise<string[]> {
  await page.evaluate(AXE)
  const found = await page.evaluate(([include, options]) => (globalThis as unknown as { axe: Axe }).axe.run({ include }, options), [
    include,
    runOnly ? { runOnly } : {},
  ] as const)
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary = '' }) => `${id}: ${target.join(' ')} ${html.slice(0, 200)} ${failureSummary}`),
  )
}

interface Axe {
  run(where: { include: string[] }, options: object): Promise<{ violations: Violation[] }>
}

interface Violation {
  id: string
  nodes: { target: string[]; html: string; failureSummary?: string }[]
}
