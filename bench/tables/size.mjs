import { gzipSync } from 'node:zlib'
import * as esbuild from 'esbuild'
import { minify } from 'terser'
import { allOf, buildText } from '../build.mjs'
import { geometricMean } from '../measure/statistics.mjs'
import { atMost, times } from '../report.mjs'

/** Packages that come as modules and bundle to a library, whole. */
const LIBRARIES = ['acorn', 'preact', 'rxjs', 'zod', 'three', 'immer', 'mobx', 'postcss']

const MINIFIERS = {
  esbuild: async (code) => (await esbuild.transform(code, { minify: true, format: 'esm', target: 'es2022' })).code,
  terser: async (code) => (await minify(code, { module: true })).code,
}

/**
 * How much larger a library is with every function instrumented; the runtime, which a program has once, is not counted.
 *
 * @param {import('../settings.mjs').Settings} settings
 * @returns {Promise<import('../report.mjs').Table[]>}
 */
export async function size(settings) {
  const libraries = settings.quick ? ['preact', 'acorn'] : LIBRARIES
  const rows = []
  const growths = []
  for (const name of libraries) {
    for (const minifier of Object.keys(MINIFIERS)) {
      const [bare, idle] = [await sizeOf(name, minifier), await sizeOf(name, minifier, 'idle')]
      growths.push({ name, minifier, min: idle.min / bare.min, gzip: idle.gzip / bare.gzip })
      rows.push([`${name}, ${minifier}`, kilo(bare.min), kilo(bare.gzip), times(growths.at(-1).min), times(growths.at(-1).gzip)])
      settings.progress(`size: ${rows.at(-1).join('  ')}`)
    }
  }
  return [tableOf(rows, growths)]
}

async function sizeOf(name, minifier, enabled) {
  const options = enabled && { include: allOf([name]), enabled }
  const code = await buildText(
    { stdin: `export * from '${name}'` },
    { name: enabled ?? 'bare', options },
    { external: ['spoor/probes'], format: 'esm' },
  )
  const min = await MINIFIERS[minifier](code)
  return { min: min.length, gzip: gzipSync(min, { level: 9 }).length }
}

/** @returns {import('../report.mjs').Table} */
function tableOf(rows, growths) {
  const mean = { min: geometricMean(growths.map(({ min }) => min)), gzip: geometricMean(growths.map(({ gzip }) => gzip)) }
  const worst = (key) => growths.reduce((most, one) => (one[key] > most[key] ? one : most))
  const target = (key, most) => {
    const { name, minifier } = worst(key)
    return atMost(`${key === 'min' ? 'minified' : 'gzip'}, worst (${name}, ${minifier})`, most, { value: worst(key)[key] })
  }
  return {
    id: 'size',
    title: 'Size',
    about:
      'A library bundled whole and minified, bare and with every function instrumented. The runtime, which a program has once, is not in it.',
    head: ['library, minifier', 'bare', 'bare gzip', 'minified', 'gzip'],
    rows: [...rows, ['geometric mean', '', '', times(mean.min), times(mean.gzip)]],
    targets: [
      atMost('minified, geometric mean', 1.6, { value: mean.min }),
      atMost('gzip, geometric mean', 1.3, { value: mean.gzip }),
      target('min', 1.6),
      target('gzip', 1.3),
    ],
  }
}

const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
