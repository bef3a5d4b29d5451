/** Something that a person can mend: what happened, what to do, and what was printed. The command ends with 2. */
export class Failure extends Error {
  override name = 'Failure'
  readonly hint: string
  readonly output: string

  constructor(what: string, hint: string, output = '') {
    super(what)
    this.hint = hint
    this.output = output
  }
}
