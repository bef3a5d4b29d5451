import { realpathSync } from 'node:fs'
import type { Command } from 'commander'
import type { Given } from '../check/check.ts'
import { selectorOption } from '../options.ts'
import { endAs } from './execute.ts'
import { runRecorded } from './run.ts'

interface RunFlags {
  include?: string[]
  out?: string
  gzip?: boolean
  values: boolean
}

export function addRun(program: Command, { register }: Given, done: (code: number) => void): void {
  program
    .command('run')
    .summary('run a command and record what its processes do')
    .description(RUN)
    .usage('[options] -- <command>')
    .argument('<command...>', 'a script, test or dev command: `node app.js`, `npm test`, `vitest run`, ...')
    .addOption(selectorOption('--include <selectors>', 'functions to trace (default: SPOOR, or src/**)'))
    .option('--out <folder>', 'folder for the recording (default: a new one in .spoor)')
    .option('--gzip', 'compress it')
    .option('--no-values', 'keep no arguments and results')
    .action(async (words: string[], flags: RunFlags) => {
      const { out, values, gzip = false } = flags
      const cwd = realpathSync(process.cwd())
      const tell = (text: string): void => void process.stderr.write(text)
      done(await endAs(await runRecorded({ words, cwd, include: flags.include, out, gzip, values, register, tell })))
    })
}

const RUN = [
  'Each process and thread writes a file of its own; at the end a summary is printed to the error stream.',
  'Exit code: that of the command; a signal that ended it ends this too.',
].join(' ')
