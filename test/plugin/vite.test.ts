import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { MARK } from '@spoor/shared'
import { codeOf, PROGRAM, project } from './fixture.ts'
import type { Project } from './fixture.ts'

/** Runs a script within the project, with Vite as `createServer`, `build` and the plugin as `spoor`; gives what it printed. */
function run(app: Project, vite: string, script: string, env: Record<string, string> = {}): string {
  app.write({
    'run.mjs': `import { build, createServer } from '${vite}'\nimport spoor from 'spoor/vite'\nconst root = import.meta.dirname\n${script}\nprocess.exit()`,
  })
  const { VITEST, NODE_ENV, SPOOR, TEST, ...rest } = process.env
  const { stdout, stderr } = spawnSync(process.execPath, ['run.mjs'], {
    cwd: app.root,
    env: { ...rest, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    timeout: 120_000,
  })
  return stdout + stderr
}

const SERVER =
  'const server = await createServer({ root, configFile: false, plugins: [spoor()], server: { middlewareMode: true, ws: false } })\n'

describe.each(['vite', 'vite7'])('%s', { timeout: 240_000 }, (vite) => {
  describe('dev server', () => {
    const app = project(`${vite}-dev`)
    const transforms = `${SERVER}
const client = await server.environments.client.transformRequest('/src/add.js')
const ssr = await server.environments.ssr.transformRequest('/src/add.js')
console.log(client.code, ssr.code)
await server.close()`

    test('client and SSR are instrumented, with the same ids, and find the runtime', () => {
      const printed = run(app, vite, transforms)
      expect(printed.split(MARK)).toHaveLength(3)
      expect(printed.match(/["']src\/add\.js["']/g)?.length).toBeGreaterThanOrEqual(2)
      expect(printed).toContain('from"/@id/__x00__spoor/live"')
      expect(printed).toMatch(/import__\("[^"]*console\.js"/)
      expect(printed).toContain('spoor: tracing src/** (SPOOR=0 to switch off)')
    })

    test('SSR runs the program with one runtime', () => {
      const printed = run(app, vite, `${SERVER}await server.ssrLoadModule('/src/index.js')\nawait server.close()`)
      expect(printed).toContain('7')
      expect(printed).not.toContain('Error')
    })

    test('SPOOR=0: absent', () => {
      const printed = run(app, vite, transforms, { SPOOR: '0' })
      expect(printed).not.toContain('spoor')
    })

    test('a page of which nothing is traced says so once, and no other', () => {
      const page = (include: string, until: string): string => `import { request } from 'node:http'
const server = await createServer({ root, configFile: false, logLevel: 'info', plugins: [spoor({ include: '${include}' })], server: { port: 0 } })
await server.listen()
const { port } = server.httpServer.address()
const warned = new Promise((done) => (server.config.logger.warn = (text) => done(console.log(text))))
const client = await (await fetch(\`http://localhost:\${port}/@vite/client\`)).text()
for (let i = 0; i < 2; i++) {
  const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': 13, 'sec-websocket-key': 'MDEyMzQ1Njc4OWFiY2RlZg==', 'sec-websocket-protocol': 'vite-hmr' }
  request({ port, headers, path: '/?token=' + (/wsToken = "([^"]+)"/.exec(client)?.[1] ?? '') }).on('upgrade', () => {}).on('error', () => {}).end()
}
await fetch(\`http://localhost:\${port}/src/add.js\`)
await ${until}`
      const printed = run(app, vite, page('lib/**', 'warned'))
      expect(
        printed.match(/none of the modules matches lib\/\*\*\nSelectors are relative to the root, here .*Change `include`/g),
      ).toHaveLength(1)
      expect(run(app, vite, page('src/**#nothing', 'warned'))).toContain('no function matches src/**#nothing')
      const pause = 'Promise.race([warned, new Promise((done) => setTimeout(done, 2500))])'
      expect(run(app, vite, page('src/**', pause))).not.toContain('none of the modules')
    })

    test('the runtime is not pre-bundled, and not left to Node', () => {
      const printed = run(
        app,
        vite,
        `${SERVER}const { client, ssr } = server.config.environments
console.log(JSON.stringify([client.optimizeDeps.exclude, ssr.resolve.noExternal]))
await server.close()`,
      )
      expect(printed).toContain('[["spoor","@spoor/runtime"],["spoor","@spoor/runtime"]]')
    })

    test('a text, an address and a worker are left alone; the worker’s own module is traced', () => {
      const printed = run(
        app,
        vite,
        `${SERVER}
for (const query of ['raw', 'url', 'worker', 'worker_file&type=module', 't=17']) {
  const result = await server.environments.client.transformRequest('/src/add.js?' + query)
  console.log(query, result.code.includes('${MARK}'))
}
await server.close()`,
      )
      expect(printed).toContain('raw false\nurl false\nworker false\nworker_file&type=module true\nt=17 true')
    })

    test('a server with addresses tells them first', () => {
      const script = `const server = await createServer({ root, configFile: false, plugins: [spoor()], server: { port: 0 } })
await server.listen()
server.printUrls()
await server.close()`
      expect(run(app, vite, script)).toMatch(/http:\/\/localhost[^]*spoor: tracing src\/\*\*/)
    })
  })

  describe('builds', () => {
    const WORKER = {
      ...PROGRAM,
      'src/index.js': "new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })\n",
      'src/worker.js': "import { add } from './add.js'\nfunction inWorker(a) {\n  return add(a, 1)\n}\npostMessage(inWorker(1))\n",
    }

    test('a worker is instrumented and counted', () => {
      const built = project(`${vite}-worker`, WORKER).build(vite as 'vite', { options: { enabled: true } })
      expect(built.status).toBe(0)
      expect(codeOf(built)).toMatch(/["'`]src\/worker\.js["'`]/)
      expect(built.printed).toMatch(/spoor: 2 functions in 2 files traced/)
    })

    test('a worker in production: byte for byte the build without the plugin', () => {
      const app = project(`${vite}-worker-off`, WORKER)
      expect(app.build(vite as 'vite').files).toEqual(app.build(vite as 'vite', { bare: true }).files)
    })

    test('plugins that the project has for workers stay', () => {
      const app = project(`${vite}-worker-plugins`, WORKER)
      const printed = run(
        app,
        vite,
        `const mine = { name: 'mine', transform: (code, id) => void (id.includes('worker.js') && console.log('mine saw the worker')) }
await build({ root, configFile: false, plugins: [spoor({ enabled: true })], worker: { format: 'es', plugins: () => [mine] }, build: { rollupOptions: { input: 'src/index.js' } } })`,
      )
      expect(printed).toContain('mine saw the worker')
      expect(printed).toMatch(/spoor: 2 functions in 2 files traced/)
    })

    test('for the server: the runtime is in the bundle', () => {
      const built = project(`${vite}-ssr`).build(vite as 'vite', { options: { enabled: true }, extra: 'ssr' })
      expect(codeOf(built)).toContain(MARK)
      expect(codeOf(built)).not.toContain('spoor/probes')
      expect(built.run()).toBe('7\n')
    })

    test('build --mode development is production for Vite, and so for spoor', () => {
      const app = project(`${vite}-mode`)
      expect(codeOf(app.build(vite as 'vite', { mode: 'development' }))).not.toContain(MARK)
    })

    test('NODE_ENV=development makes it a development build', () => {
      const app = project(`${vite}-node-env`)
      const built = app.build(vite as 'vite', { mode: 'development', env: { NODE_ENV: 'development' } })
      expect(codeOf(built)).toContain(MARK)
    })
  })

  test('under Vitest: in, switched off, and silent', () => {
    const app = project(`${vite}-vitest`)
    const printed = run(
      app,
      vite,
      `${SERVER}console.log((await server.environments.ssr.transformRequest('/src/add.js')).code)\nawait server.close()`,
      {
        VITEST: 'true',
      },
    )
    expect(printed).toContain(MARK)
    expect(printed).not.toContain('console.js')
    expect(printed).not.toContain('tracing')
  })

  test('scripts are instrumented before other plugins that are `pre`, wherever spoor is listed', () => {
    const app = project(`${vite}-order`)
    const printed = run(
      app,
      vite,
      `const compiler = { name: 'compiler', enforce: 'pre', transform: (code, id) => id.endsWith('add.js') ? '\\n\\n' + code : null }
const { output } = await build({ root, configFile: false, plugins: [compiler, spoor({ enabled: true })], build: { minify: false, write: false, rollupOptions: { input: 'src/index.js' } } })
console.log(output[0].code)`,
    )
    expect(printed).toMatch(/"src\/add\.js",\s*1,\s*\[\s*"add",\s*1,\s*8,/)
  })

  test('single-file components are instrumented after their compiler', () => {
    const app = project(`${vite}-components`, {
      ...PROGRAM,
      'src/index.js': "import { greet } from './App.vue'\nconsole.log(greet())\n",
      'src/App.vue': '<script>greet</script>\n',
    })
    const printed = run(
      app,
      vite,
      `const compiler = { name: 'vue', transform: (code, id) => id.endsWith('.vue') ? 'export function greet() {\\n  const word = String("hello")\\n  return word\\n}' : null }
const { output } = await build({ root, configFile: false, plugins: [spoor({ enabled: true }), compiler], build: { write: false, rollupOptions: { input: 'src/index.js' } } })
console.log(output[0].code)`,
    )
    expect(printed).toMatch(/["'`]src\/App\.vue["'`]/)
  })
})
