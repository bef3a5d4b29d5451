// What every config under this folder reads from the environment, in one place.
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the application that every bundler builds. */
export const shop = resolve(dirname(fileURLToPath(import.meta.url)), 'shop')

/** The scripted use of the shop: what the bundler tests build and run. */
export const entry = resolve(shop, 'src/scenario-main.ts')

/** `BARE=1`: build without the plugin, as if it were not installed. */
export const bare = process.env.BARE === '1'

/** `MINIFY=1`: also minify. */
export const minify = process.env.MINIFY === '1'

/** `OUT=folder`: where to write, relative to the bundler's folder. */
export const outDir = resolve(process.env.OUT ?? 'dist')

/** `NODE_ENV=development` makes a development build; anything else is production. */
export const mode = process.env.NODE_ENV === 'development' ? 'development' : 'production'

/** `LOADER=name`: which of the TypeScript loaders of webpack and Rollup to use. */
export const loader = process.env.LOADER

/** Options of the plugin. `OPTIONS='{"level":"full"}'` adds to them. */
export const options = { root: shop, ...JSON.parse(process.env.OPTIONS ?? '{}') }
