import { spawnSync } from 'node:child_process'
import { afterAll, describe, expect, test } from 'vitest'
import { project, removeProjects } from '../check/fixture.ts'
import { shellPath } from '../support/shells.ts'

afterAll(removeProjects)

const folder = project({ 'my shop.spoor.ndjson': '', 'other.js': '' })

const FORMATS = ['chrome', 'devtools', 'speedscope', 'json', 'mermaid', 'markdown', 'csv', 'html']

const scripts = new Map<string, string>()

function script(shell: string): string {
  const known = scripts.get(shell)
  if (known) return known
  const { status, stdout } = folder.spoor('completion', shell)
  expect(status).toBe(0)
  scripts.set(shell, stdout)
  return stdout
}

/** What a shell offers behind these words, the last of which is being typed. */
const OFFERS: Record<'bash' | 'zsh' | 'fish', (words: readonly string[]) => string[]> = {
  bash(words) {
    const quoted = words.map((word) => `'${word}'`).join(' ')
    return run('bash', [
      '--norc',
      '-c',
      `${script('bash')}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; __spoor; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ])
  },
  // The real completion of a terminal: keys are pressed in a pseudo terminal, and what is listed is read.
  zsh(words) {
    const setup = [
      'autoload -Uz compinit; compinit -u -D',
      script('zsh'),
      "zstyle ':completion:*' list-colors ''; LISTMAX=0; unsetopt auto_menu",
      'comppostfuncs=(__tell); __tell() { compstate[insert]=; compstate[list]= ; print -r -- told >>$OUT }',
      'compadd() { local -a got; if [[ "$*" == *-[OAD]* ]]; then builtin compadd "$@"; return; fi; builtin compadd -O got "$@"; print -rl -- "@"$^got >>$OUT; builtin compadd "$@"; }',
    ].join('\n')
    const typed = words.join(' ')
    const driver = `zmodload zsh/zpty; zpty -b z $ZSH -f -i; zpty -w z "source $SETUP; PS1=READY"; zpty -r z out '*READY*READY*'; zpty -w -n z ${JSON.stringify(typed)}$'\\t'; repeat 1200 { grep -qx told $OUT && break; sleep 0.05 }; zpty -d z; cat $OUT`
    folder.write({ 'setup.zsh': setup, offered: '' })
    const zsh = shellPath('zsh')
    return run('zsh', ['-f', '-c', driver], { ZSH: zsh, SETUP: `${folder.root}/setup.zsh`, OUT: `${folder.root}/offered` }).flatMap(
      (line) => (line.startsWith('@') ? [line.slice(1)] : []),
    )
  },
  fish(words) {
    folder.write({ 'spoor.fish': script('fish') })
    return run('fish', ['--no-config', '-c', `source spoor.fish; complete -C ${JSON.stringify(words.join(' '))}`]).map(
      (line) => line.split('\t')[0]!,
    )
  },
}

function run(shell: 'bash' | 'zsh' | 'fish', args: string[], env: Record<string, string> = {}): string[] {
  const { status, stdout, stderr } = spawnSync(shellPath(shell), args, {
    cwd: folder.root,
    encoding: 'utf8',
    env: { ...process.env, TERM: 'xterm', ...env },
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

describe.each(['bash', 'zsh', 'fish'] as const)('%s completes', (shell) => {
  const offers = OFFERS[shell]

  test('commands', () => {
    expect(offers(['spoor', 'ex'])).toEqual(expect.arrayContaining(['explain', 'export']))
    expect(offers(['spoor', 'ex'])).not.toContain('check')
  })

  test('options of the command', () => {
    const offered = offers(['spoor', 'export', '--'])
    expect(offered).toEqual(expect.arrayContaining(['--to', '--out', '--budget', '--only']))
    expect(offered).not.toContain('--bisect-runs')
  })

  test('values of options', () => {
    expect(offers(['spoor', 'export', '--to', '']).sort()).toEqual([...FORMATS].sort())
    expect(offers(['spoor', 'export', '--to', 'de'])).toEqual(['devtools'])
  })

  test('values of arguments', () => {
    expect(offers(['spoor', 'completion', '']).sort()).toEqual(['bash', 'fish', 'zsh'])
  })

  test('files', () => {
    expect(offers(['spoor', 'view', 'oth']).join()).toContain('other.js')
    expect(offers(['spoor', 'export', '--to', 'csv', 'my']).join().replaceAll('\\', '')).toContain('my shop.spoor.ndjson')
    expect(offers(['spoor', 'export', '--to', 'csv', '--out', 'oth']).join()).toContain('other.js')
  })
})

test.each(['bash', 'zsh', 'fish'] as const)('%s finds no fault in the script', (shell) => {
  folder.write({ [`check.${shell}`]: script(shell) })
  run(shell, [shell === 'fish' ? '--no-execute' : '-n', `check.${shell}`])
})
