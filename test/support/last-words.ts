import { relative } from 'node:path'
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node'

/** Says last what failed, and what passed only when it was tried again: where only the end of a log is kept, it still tells what to look at. */
export class LastWords implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap(({ children }) => [...children.allTests()])
    const suites = modules.flatMap(({ children }) => [...children.allSuites()])
    const broken = [...modules, ...suites].filter((suite) => suite.errors().length > 0)
    say('Failed', [...broken.map(lineOfSuite), ...tests.filter((test) => test.result().state === 'failed').map(lineOf)])
    // One that is expected to fail is tried again as well.
    say('Passed only when tried again', tests.filter((test) => test.diagnostic()?.flaky && !test.options.fails).map(lineOf))
  }
}

const lineOf = (test: TestCase): string => line(test.module, test.fullName, test.result().errors)
const lineOfSuite = (suite: TestModule | TestSuite): string =>
  suite.type === 'module' ? line(suite, '', suite.errors()) : line(suite.module, suite.fullName, suite.errors())

/** The file, the whole name, and the beginning of what was said. */
function line({ moduleId, project }: TestModule, name: string, errors: readonly { message: string }[] | undefined): string {
  const said = errors?.[0]?.message.replaceAll(/\s+/g, ' ') ?? ''
  return `  ${relative(project.config.root, moduleId)} > ${name}: ${said.slice(0, 300)}`
}

function say(what: string, lines: readonly string[]): void {
  if (lines.length > 0) console.log(`\n${what}:\n${lines.join('\n')}`)
}
