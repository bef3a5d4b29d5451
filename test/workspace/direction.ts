import { posix } from 'node:path'
import ts from 'typescript'

/** A direction that imports must not take. */
interface Ban {
  from: RegExp
  to: RegExp
  except?: (from: string, to: string) => boolean
  why: string
}

/** Folder under `packages/` -> what it may import of the others. `plugin` is known by none. */
const MAY: Record<string, string[]> = {
  shared: [],
  transform: ['shared'],
  runtime: ['shared'],
  trace: ['shared'],
  otel: ['shared', 'trace'],
  viewer: ['shared', 'trace'],
  cli: ['shared', 'trace', 'viewer', 'otel', 'transform'],
  plugin: ['shared', 'transform', 'runtime', 'trace', 'viewer', 'otel', 'cli'],
}

const WHY: Record<string, string> = {
  shared: 'shared holds the words that two rooms must agree on, and knows nobody',
  transform: 'the pass is a pure function that knows the runtime only by the names in shared',
  runtime: 'the runtime goes into the program of the user, and nothing of the build side may go with it',
  trace: 'the recording is read and written anywhere, so it knows only the words in shared',
  otel: 'spans are made from recordings, not from a running program',
  viewer: 'the page shows recordings, whoever made them',
  cli: 'the command works on recordings and on source, not inside a bundler or a program',
}

const bare = (name: string): RegExp => new RegExp(`^${name}(/|$)`)

const BANS: Ban[] = [
  ...Object.keys(MAY)
    .filter((room) => room !== 'plugin')
    .map((room) => ({
      from: new RegExp(`^packages/${room}/`),
      to: /^packages\//,
      except: (_: string, to: string) => [room, ...MAY[room]!].includes(roomOf(to)),
      why: WHY[room]!,
    })),
  {
    from: /^packages\/plugin\//,
    to: /^packages\/runtime\//,
    except: (from) => /^packages\/plugin\/src\/(runtime|probes|console|devtools|copied|record|control-local|web-[\w-]+)\.ts$/.test(from),
    why: 'the doors run in the build and the runtime in the program: only what runs in the program, or hands the runtime on, may name it',
  },
  {
    from: /^packages\/(shared|runtime)\/src\//,
    to: /^(?!packages\/)/,
    why: 'this code runs in browsers, workers and edges as it is: no dependency, no platform',
  },
  {
    from: /^packages\/trace\/src\/(?!(.*\/)?node[./-])/,
    to: /^(node:|packages\/trace\/src\/(.*\/)?node[./-])/,
    why: 'recordings are read and written in browsers too: what needs Node is in files named for it, behind `@spoor/trace/node`',
  },
  {
    from: /^packages\/viewer\/src\/((questions|answers)\.ts|model\/)/,
    to: /^(node:|preact|@preact\/|packages\/viewer\/(?!src\/((questions|answers)\.ts|model\/)))/,
    why: 'the model answers in workers and in Node: it knows neither the page nor who serves it, no DOM and no platform',
  },
  {
    from: /^packages\/viewer\/src\/page\//,
    to: /^(node:|packages\/viewer\/src\/serve\/)/,
    why: 'the page runs in browsers, whoever serves it',
  },
  {
    from: /^packages\/viewer\/src\/serve\//,
    to: /^packages\/viewer\/src\/page\//,
    why: 'what serves the page hands on what was built of it, and runs nothing of it',
  },
  {
    from: /^packages\/cli\/src\/(read|reporters)\//,
    to: /^packages\/cli\/src\/(?!(read|reporters)\/)/,
    why: 'reporters run in the process of the tests, and readers know results only: neither knows the command',
  },
  {
    from: /^packages\/transform\/src\//,
    to: bare('node:.*'),
    why: 'the pass is pure: no disk, no clock, no process',
  },
  {
    from: /^packages\/transform\/src\/find\//,
    to: /^packages\/transform\/src\/write\//,
    why: 'what finds decides on the AST and does not care how it is written down',
  },
  {
    from: /^packages\/transform\/src\/find\//,
    to: bare('magic-string'),
    why: 'what finds decides on the AST and never touches text',
  },
  {
    from: /^packages\/transform\/src\/write\//,
    to: bare('@babel'),
    why: 'what writes inserts at offsets and never sees the AST',
  },
  {
    from: /^packages\/transform\/src\/write\//,
    to: /^packages\/transform\/src\/find\//,
    except: (_, to) => to === 'packages/transform/src/find/records.ts',
    why: 'what passes from finding to writing is a list of plain records',
  },
  {
    from: /^packages\//,
    to: /^(test|playground)\/|^@spoor\/(test|playground)/,
    why: 'what is published must not lean on what tests it or plays with it',
  },
]

/**
 * The imports of one file that go in a banned direction, each with the reason.
 * @param path relative to the workspace
 * @param rooms name of a package -> its folder under `packages/`
 */
export function broken(path: string, text: string, rooms: ReadonlyMap<string, string>): string[] {
  const targets = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({ fileName, to: target(path, fileName, rooms) }))
  return targets.flatMap(({ fileName, to }) =>
    BANS.filter((ban) => ban.from.test(path) && ban.to.test(to) && !ban.except?.(path, to)).map(
      (ban) => `${path} imports '${fileName}': ${ban.why}`,
    ),
  )
}

/** A file or package of the workspace as a path from its top; anything else as it is written. */
function target(path: string, specifier: string, rooms: ReadonlyMap<string, string>): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(path), specifier)
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier
  const room = rooms.get(name)
  return room ? `packages/${room}/${specifier.slice(name.length + 1)}` : specifier
}

const roomOf = (path: string): string => path.split('/')[1] ?? ''
