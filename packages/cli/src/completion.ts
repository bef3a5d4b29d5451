import { Argument } from 'commander'
import type { Command, Option } from 'commander'
import { SHELLS } from './completion-scripts.ts'
import type { Described, DescribedOption } from './completion-scripts.ts'

export function addCompletion(program: Command): void {
  program
    .command('completion')
    .summary('print what a shell needs to complete commands, options and files')
    .description(
      'Bash: put `source <(spoor completion bash)` into ~/.bashrc. Zsh: `source <(spoor completion zsh)` into ~/.zshrc, behind compinit. ' +
        'Fish: `spoor completion fish > ~/.config/fish/completions/spoor.fish`.',
    )
    .addArgument(new Argument('<shell>', 'for which').choices(Object.keys(SHELLS)))
    .action((shell: keyof typeof SHELLS) => void process.stdout.write(SHELLS[shell](describe(program))))
}

function describe(program: Command): Described[] {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary() || command.description(),
    options: [...command.options.map(describeOption), HELP],
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    files: command.registeredArguments.some(({ argChoices }) => !argChoices),
  }))
  return [
    ...commands,
    { name: 'help', summary: 'tell what a command does', options: [], choices: commands.map(({ name }) => name), files: false },
  ]
}

const HELP: DescribedOption = { names: ['-h', '--help'], text: 'tell what there is', takes: undefined }

function describeOption({ short, long, description, argChoices, required, optional, flags }: Option): DescribedOption {
  const names = [short, long].filter((name): name is string => name !== undefined)
  if (!required && !optional) return { names, text: description, takes: undefined }
  return { names, text: description, takes: argChoices ?? (/<(file|folder)(\.\.\.)?>/.test(flags) ? 'files' : 'anything') }
}
