import { isRunnableDevEnvironment, type Plugin, type ViteDevServer } from 'vite'

type Dev = typeof import('../shop/src/server/dev.ts')

/** Serves the shop's API from the dev server. An edit to it shows at the next request; the database stays. */
export function shopApi(): Plugin {
  return {
    name: 'shop-api',
    apply: 'serve',
    configureServer(server) {
      let db: ReturnType<Dev['openDatabase']> | undefined
      server.middlewares.use(async (request, response, next) => {
        if (!request.url?.startsWith('/api/')) return next()
        try {
          const { createListener, openDatabase } = await load(server)
          const listen = createListener(await (db ??= openDatabase()))
          await listen(request, response)
        } catch (error) {
          next(error)
        }
      })
      server.httpServer?.once('close', () => void db?.then((open) => open.close()))
    },
  }
}

function load(server: ViteDevServer): Promise<Dev> {
  const { ssr } = server.environments
  if (!isRunnableDevEnvironment(ssr)) throw new Error('This dev server cannot run the API')
  return ssr.runner.import('/src/server/dev.ts')
}
