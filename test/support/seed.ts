/**
 * Where random programs and values begin. The same in every run, so that a run judges what has changed and nothing else;
 * `SEED=<number>` begins elsewhere, and `pnpm fuzz` goes on to new ones for as long as it is let.
 */
export const seed = Number(process.env['SEED'] ?? 630_000)
