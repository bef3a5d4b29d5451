// Runs a program under a debugger in this process: `node drive.mjs '{"file":"program.js","job":{...}}'`. Prints what the debugger saw.
import { readFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { setTimeout as wait } from 'node:timers/promises'
import { runInThisContext } from 'node:vm'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { debugWith } from './steps.mjs'

const input = isMainThread ? JSON.parse(process.argv[2] ?? '{}') : workerData

if (isMainThread) await run()
else await attach()

/** The program: `start` begins it, and what it rejects with is left uncaught. */
async function run() {
  const { spoor } = await import('@spoor/runtime')
  const thrown = []
  process.setUncaughtExceptionCaptureCallback((error) => void thrown.push(error))
  process.on('unhandledRejection', (error) => void thrown.push(error))
  const worker = new Worker(new URL(import.meta.url), { workerData: input })
  const told = new Promise((resolve) => worker.on('message', (message) => message !== 'ready' && resolve(message)))
  await new Promise((resolve) => worker.once('message', resolve))
  runInThisContext(readFileSync(input.file, 'utf8'), { filename: input.job.url })
  setTimeout(() => globalThis.start())
  await wait(100)
  worker.postMessage('ended')
  const stacks = thrown.map((error) => error?.stack ?? String(error))
  const calls = spoor.events().map((event) => `${event.site.name} ${event.outcome} ${event.error?.message ?? ''}`.trim())
  console.log(JSON.stringify({ ...(await told), stacks, calls }))
  process.exit()
}

/** The debugger, of the other thread. */
async function attach() {
  const session = new Session()
  session.connectToMainThread()
  const client = {
    post: (method, params) =>
      new Promise((resolve, reject) =>
        session.post(method, params, (error, result) => (error ? reject(new Error(JSON.stringify(error))) : resolve(result))),
      ),
    on: (event, listener) => session.on(event, ({ params }) => listener(params)),
  }
  const debugging = debugWith(client, input.job)
  // At once: a session keeps no thread alive, a listener does.
  parentPort.on('message', async () => parentPort.postMessage(await debugging))
  await debugging
  parentPort.postMessage('ready')
}
