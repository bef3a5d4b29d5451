import { join } from 'node:path'
import { build, createServer, preview } from 'vite'
import type { RunnableDevEnvironment, ViteDevServer } from 'vite'
import type { Fixture, Variant } from './fixture.ts'
import { inShell } from './fixture.ts'

/** A fixture whose page can be visited. */
export interface Served {
  fixture: Fixture
  /** Of its page. */
  url: string
  close(): Promise<void>
}

export interface Dev extends Served {
  server: ViteDevServer
  /** Loads a module of the fixture as the server renders: in the SSR environment. */
  load(file: string): Promise<Record<string, unknown>>
}

/** The fixture's dev server. */
export async function serve(fixture: Fixture, variant: Variant): Promise<Dev> {
  const server = await inShell(variant, () =>
    createServer({
      root: fixture.root,
      configFile: join(fixture.root, 'vite.config.ts'),
      cacheDir: join(fixture.cache, 'vite'),
      logLevel: 'warn',
      clearScreen: false,
      server: { host: '127.0.0.1', port: 0, watch: null },
      // What is bundled ahead is what the fixture says, before the first request: nothing reloads the page later.
      optimizeDeps: { noDiscovery: true, exclude: ['spoor', '@spoor/runtime'] },
    }).then((made) => made.listen()),
  )
  fixture.changed = (path) => void server.watcher.emit('change', path)
  const { runner } = server.environments.ssr as RunnableDevEnvironment
  return {
    fixture,
    server,
    url: server.resolvedUrls?.local[0] as string,
    load: (file) => runner.import(`/${file}`),
    close: () => server.close(),
  }
}

/** Builds the fixture for production, with maps. @returns the folder that was written; absolute */
export async function buildTo(fixture: Fixture, variant: Variant, options: { ssr?: string; sourcemap?: boolean } = {}): Promise<string> {
  const { ssr = false, sourcemap = true } = options
  const outDir = join(fixture.cache, `${variant}${ssr ? '-ssr' : ''}${sourcemap ? '' : '-plain'}`)
  await inShell(variant, () =>
    build({
      root: fixture.root,
      configFile: join(fixture.root, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir, sourcemap, ssr, emptyOutDir: true },
    }),
  )
  return outDir
}

/** Builds the fixture for production and serves what was built. */
export async function serveBuilt(fixture: Fixture, variant: Variant): Promise<Served> {
  const outDir = await buildTo(fixture, variant)
  const server = await preview({
    root: fixture.root,
    configFile: false,
    logLevel: 'warn',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0 },
  })
  return { fixture, url: server.resolvedUrls?.local[0] as string, close: () => server.close() }
}
