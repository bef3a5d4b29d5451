/** The words of a command line, without their quotes. Good enough to look at; what runs is the line itself. */
export const words = (line: string): string[] =>
  [...line.matchAll(/(?:[^\s'"]|'[^']*'|"(?:\\.|[^"])*")+/g)].map(([word]) => word.replaceAll(/['"]/g, ''))

/** One word of a command line, quoted where the shell would make more or less of it. */
export const quote = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`)

/** The parts of a line between `&&`, outside of quotes. */
export const parts = (line: string): string[] => line.split(/&&(?=(?:[^'"]|'[^']*'|"[^"]*")*$)/).map((part) => part.trim())
