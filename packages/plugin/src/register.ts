import { register } from './on/node.ts'

/**
 * Spoor for Node: instruments the project's own files as Node loads them. Nothing is exported.
 * @example
 * ```sh
 * node --import spoor/register app.js
 * NODE_OPTIONS=--require=spoor/register npm test
 * SPOOR='lib/**' node --import spoor/register app.js
 * ```
 * With `--require` the main file of a CommonJS program is loaded as without Spoor; with `--import` Node itself loads it as if it
 * were imported, so that its first promises settle before its first `process.nextTick`.
 * @throws {OptionsError} where `SPOOR` or `SPOOR_OPTIONS` cannot be read, before the program begins
 */
register()
