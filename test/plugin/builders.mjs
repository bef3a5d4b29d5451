// One small build with any bundler, in a process of its own: `node builders.mjs '{"bundler":"vite","root":...}'`.
// What it prints is what a person would see; exit code 1 where the build failed.
import { join } from 'node:path'

/** @typedef {{ bundler: string, root: string, outDir: string, options?: object, bare?: boolean, mode?: string, cache?: string, entry?: string, extra?: string }} Job */

/** The door, unless the job is the build without spoor that others are compared with. */
async function plugins(/** @type {Job} */ { bundler, options, bare }) {
  return bare ? [] : [(await import(`spoor/${bundler === 'vite7' ? 'vite' : bundler}`)).default(options)]
}

const entryOf = (/** @type {Job} */ { root, entry = 'src/index.js' }) => join(root, entry)

const withVite = (name) => async (/** @type {Job} */ job) => {
  const { build } = await import(name)
  await build({
    root: job.root,
    mode: job.mode ?? 'production',
    configFile: false,
    plugins: await plugins(job),
    build: {
      outDir: job.outDir,
      emptyOutDir: true,
      modulePreload: false,
      rollupOptions: { input: entryOf(job), output: { entryFileNames: 'index.js' } },
      ...(job.extra === 'ssr' && { ssr: true }),
    },
    worker: { format: 'es' },
  })
}

const withWebpack = (name) => async (/** @type {Job} */ job) => {
  const module = await import(name)
  const webpack = module.default ?? module.rspack
  const doors = await plugins(job)
  const stats = await new Promise((resolve, reject) => {
    const compiler = webpack({
      mode: job.mode ?? 'production',
      context: job.root,
      entry: entryOf(job),
      output: { path: job.outDir, filename: 'index.js', chunkFilename: '[contenthash].js' },
      devtool: 'source-map',
      cache: job.cache ? { type: name === 'webpack' ? 'filesystem' : 'persistent', ...cacheAt(name, job.cache) } : false,
      plugins: [...(job.extra === 'child' ? [childCompiler(job)] : []), ...doors],
    })
    compiler.run((error, stats) => compiler.close(() => (error ? reject(error) : resolve(stats))))
  })
  console.log(stats.toString({ all: false, errors: true, warnings: true, colors: false }))
  if (stats.hasErrors()) process.exitCode = 1
}

const cacheAt = (name, folder) => (name === 'webpack' ? { cacheDirectory: folder } : { storage: { type: 'filesystem', directory: folder } })

/** Compiles `src/child.js` in a compilation of its own, as plugins for pages and workers do. */
function childCompiler({ root }) {
  return {
    apply(compiler) {
      const { EntryPlugin } = compiler.webpack
      compiler.hooks.make.tapAsync('child', (compilation, done) => {
        const child = compilation.createChildCompiler('child', { filename: 'child.js' })
        new EntryPlugin(root, join(root, 'src/child.js'), { name: 'child' }).apply(child)
        child.runAsChild((error) => done(error))
      })
    },
  }
}

async function withRollup(/** @type {Job} */ job) {
  const { rollup } = await import('rollup')
  const bundle = await rollup({ input: entryOf(job), plugins: await plugins(job) })
  await bundle.write({ dir: job.outDir, sourcemap: true })
}

async function withRolldown(/** @type {Job} */ job) {
  const { rolldown } = await import('rolldown')
  const bundle = await rolldown({ input: entryOf(job), plugins: await plugins(job) })
  await bundle.write({ dir: job.outDir, sourcemap: true, entryFileNames: 'index.js' })
}

async function withEsbuild(/** @type {Job} */ job) {
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: job.root,
    entryPoints: [entryOf(job)],
    bundle: true,
    format: 'esm',
    sourcemap: true,
    outfile: join(job.outDir, 'index.js'),
    plugins: await plugins(job),
    ...(job.extra === 'jsx-in-js' && { loader: { '.js': 'jsx' }, jsxFactory: 'h' }),
  })
}

async function withFarm(/** @type {Job} */ job) {
  const { build } = await import('@farmfe/core')
  await build({
    root: job.root,
    mode: job.mode ?? 'production',
    configPath: undefined,
    plugins: await plugins(job),
    compilation: {
      mode: job.mode ?? 'production',
      input: { index: entryOf(job) },
      output: { path: job.outDir, targetEnv: 'node', format: 'esm', entryFilename: '[entryName].js' },
      persistentCache: job.cache ? { cacheDir: job.cache } : false,
      presetEnv: false,
    },
  })
}

const BUILDERS = {
  vite: withVite('vite'),
  vite7: withVite('vite7'),
  webpack: withWebpack('webpack'),
  rspack: withWebpack('@rspack/core'),
  rollup: withRollup,
  rolldown: withRolldown,
  esbuild: withEsbuild,
  farm: withFarm,
}

const job = JSON.parse(process.argv[2])
process.chdir(job.root)
try {
  await BUILDERS[job.bundler](job)
} catch (error) {
  console.error(String(error.message ?? error))
  process.exitCode = 1
}
