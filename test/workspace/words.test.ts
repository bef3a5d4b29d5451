import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { read, readIfThere, workspaceFiles } from './files.ts'

describe('no file names the machine or the registry that made it', () => {
  const fixed: [string, RegExp][] = [
    ['a folder of one machine', /(?<![\w.-])\/(work|root|tmp)\//],
    ['the host of a registry', /registry\.(npmjs|yarnpkg|npmmirror)\.|\/\/npm\.pkg\./],
  ]

  const faults = (text: string, rules = fixed): string[] => rules.flatMap(([what, rule]) => (rule.test(text) ? [what] : []))

  const isText = (text: string): boolean => !text.includes('\0')

  test('in any file of the workspace', () => {
    const host = new URL(execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', stdio: 'pipe' })).host
    const rules: typeof fixed = [...fixed, ['the host of the registry in use', new RegExp(host.replaceAll('.', '\\.'))]]
    const found = workspaceFiles().flatMap((path) => {
      const text = readIfThere(path)
      return isText(text) ? faults(text, rules).map((what) => `${path}: ${what}`) : []
    })
    expect(found).toEqual([])
  })

  test('nor does the lockfile say where a package came from', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/tarball:|https?:\/\//)
  })

  test.each([
    ['cd /' + 'work/main', 'a folder of one machine'],
    ["readFileSync('/" + "tmp/x')", 'a folder of one machine'],
    ['resolved: https://registry.' + 'npmjs.org/x.tgz', 'the host of a registry'],
  ])('a fault is seen: %s', (text, what) => {
    expect(faults(text)).toEqual([what])
  })

  test('a path inside the workspace is no fault', () => {
    expect(faults("import x from './work/x.ts' // node_modules/tmp/x")).toEqual([])
  })
})
