import { Buffer } from 'node:buffer'
import type { UnpluginOptions } from 'unplugin'

type Handler = (this: { getNativeBuildContext?: () => unknown }, code: string, id: string) => Promise<Result | undefined>
type Result = { code: string; map: { toString(): string } }

interface LoaderContext {
  loaderIndex: number
  loaders: { path: string }[]
  sourceMap: boolean
}

/** esbuild-loader drops the map that it is handed, but heeds one within the code: where it comes after us, ours goes there too. */
export function inlineForEsbuild(plugin: UnpluginOptions): UnpluginOptions {
  const transform = plugin.transform as { handler: Handler }
  const { handler } = transform
  transform.handler = async function (code, id) {
    const result = await handler.call(this, code, id)
    return result && esbuildFollows(this.getNativeBuildContext?.()) ? { code: withMap(result), map: result.map } : result
  }
  return plugin
}

function esbuildFollows(context: unknown): boolean {
  const { loaderContext } = (context ?? {}) as { loaderContext?: LoaderContext }
  if (!loaderContext?.sourceMap) return false
  const { loaders, loaderIndex } = loaderContext
  return loaders.slice(0, loaderIndex).some(({ path }) => /[\\/]esbuild-loader[\\/]/.test(path))
}

/** Code with its map in a comment at the end, as esbuild, Bun and esbuild-loader read it. */
export function withMap({ code, map }: Result): string {
  const data = Buffer.from(map.toString()).toString('base64')
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${data}`
}
