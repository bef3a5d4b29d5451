export interface DescribedOption {
  names: string[]
  text: string
  /** Its values; `undefined` where it takes none. */
  takes: readonly string[] | 'files' | 'anything' | undefined
}

/** A command as shells need to know it. */
export interface Described {
  name: string
  summary: string
  options: DescribedOption[]
  /** What its arguments may be. */
  choices: readonly string[]
  /** Whether they may be files. */
  files: boolean
}

/** Shell -> what it is to run to learn our commands. */
export const SHELLS: Record<'bash' | 'zsh' | 'fish', (commands: readonly Described[]) => string> = { bash, zsh, fish }

function bash(commands: readonly Described[]): string {
  const cases = commands.map(({ name, options, choices, files }) => {
    const values = options.flatMap((option) =>
      option.takes ? [`      ${option.names.join('|')}) ${bashValues(option.takes)} return ;;`] : [],
    )
    const chosen = choices.length ? `__spoor_words '${choices.join(' ')}'` : files ? '__spoor_files' : ':'
    return [
      `    ${name})`,
      ...(values.length ? ['      case $prev in', ...values.map((line) => `  ${line}`), '      esac'] : []),
      `      if [[ $cur == -* ]]; then __spoor_words '${options.flatMap(({ names }) => names).join(' ')}'`,
      `      else ${chosen}; fi ;;`,
    ].join('\n')
  })
  return `# Completion of spoor in bash: source <(spoor completion bash)
__spoor_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}
__spoor_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
}
__spoor() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= word
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    # Behind it stands the command of somebody else.
    [[ $word == -- ]] && { __spoor_files; return; }
    [[ -z $command && $word != -* ]] && command=$word
  done
  case $command in
    '') __spoor_words '${commands.map(({ name }) => name).join(' ')} --help --version' ;;
${cases.join('\n')}
  esac
}
complete -F __spoor spoor
`
}

const bashValues = (takes: NonNullable<DescribedOption['takes']>): string =>
  takes === 'files' ? '__spoor_files;' : takes === 'anything' ? '' : `__spoor_words '${takes.join(' ')}';`

function zsh(commands: readonly Described[]): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
  const described = (text: string): string => text.replace(/[[\]\\:]/g, '\\$&')
  const cases = commands.map(({ name, options, choices, files }) => {
    const specs = options.flatMap(({ names, text, takes }) =>
      names.map((one) => quoted(`(${names.join(' ')})${one}[${described(text)}]${zshValues(takes)}`)),
    )
    const rest = choices.length ? `*:${name}:(${choices.join(' ')})` : files ? '*:file:_files' : ''
    return `    ${name}) _arguments -S ${[...specs, ...(rest ? [quoted(rest)] : [])].join(' ')} ;;`
  })
  return `#compdef spoor
# Completion of spoor in zsh: source <(spoor completion zsh)
_spoor() {
  local -a commands
  commands=(${commands.map(({ name, summary }) => quoted(`${name}:${described(summary)}`)).join(' ')})
  if (( CURRENT == 2 )); then
    _describe command commands
    [[ $PREFIX == -* ]] && compadd -- --help --version
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
# Loaded by compinit it is the function itself; sourced, it has to be made known.
if [[ \${funcstack[1]:-} == _spoor ]]; then _spoor "$@"; else compdef _spoor spoor; fi
`
}

function zshValues(takes: DescribedOption['takes']): string {
  if (takes === undefined) return ''
  return takes === 'files' ? ':file:_files' : takes === 'anything' ? ':value: ' : `:value:(${takes.join(' ')})`
}

function fish(commands: readonly Described[]): string {
  const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
  const names = commands.map(({ name }) => name).join(' ')
  const lines = commands.flatMap(({ name, summary, options, choices, files }) => {
    const within = `complete -c spoor -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`
    return [
      `complete -c spoor -n ${quoted(`not __fish_seen_subcommand_from ${names}`)} -f -a ${name} -d ${quoted(summary)}`,
      ...(choices.length ? [`${within} -f -a ${quoted(choices.join(' '))}`] : files ? [`${within} -F`] : [`${within} -f`]),
      ...options.map((option) => `${within} ${fishOption(option)} -d ${quoted(option.text)}`),
    ]
  })
  const top = `complete -c spoor -n ${quoted(`not __fish_seen_subcommand_from ${names}`)} -f`
  return `# Completion of spoor in fish: spoor completion fish > ~/.config/fish/completions/spoor.fish\n${top} -s h -l help\n${top} -l version\n${lines.join('\n')}\n`
}

function fishOption({ names, takes }: DescribedOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ')
  if (takes === undefined) return flags
  return takes === 'files' ? `${flags} -r -F` : takes === 'anything' ? `${flags} -x` : `${flags} -x -a '${takes.join(' ')}'`
}
