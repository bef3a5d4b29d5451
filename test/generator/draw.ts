/** Numbers that decide, one after the other, what a program is made of; the same numbers make the same program. */
export class Draw {
  private at = 0
  /** `table: row` -> how often it was chosen. */
  readonly drawn: Map<string, number> = new Map()

  constructor(private readonly choices: readonly number[]) {}

  /** From 0 up to, not including, `below`. Where the numbers have run out, 0: tables begin with what is simplest. */
  number(below: number): number {
    return (this.choices[this.at++] ?? 0) % below
  }

  /** True in about so many cases of a hundred. */
  chance(percent: number): boolean {
    return this.number(100) >= 100 - percent
  }

  pick<T>(items: readonly T[]): T {
    return items[this.number(items.length)] as T
  }

  /** Chooses among the rows that fit, and counts the choice. */
  row<Row extends { name: string; weight?: number }>(table: Table<Row>, fits: (row: Row) => boolean = () => true): Row {
    const rows = table.rows.filter(fits)
    let point = this.number(rows.reduce((sum, row) => sum + (row.weight ?? 1), 0))
    const row = rows.find(({ weight = 1 }) => (point -= weight) < 0) as Row
    this.count(`${table.name}: ${row.name}`)
    return row
  }

  count(what: string): void {
    this.drawn.set(what, (this.drawn.get(what) ?? 0) + 1)
  }
}

/** Things to choose from; a test sees to it that each row is chosen. */
export interface Table<Row extends { name: string }> {
  name: string
  rows: readonly Row[]
}
