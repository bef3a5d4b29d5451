#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { main } from '@spoor/cli'
import { ownVersion } from './own.ts'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

// Whoever reads the output may have seen enough: `spoor check … | head`.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

process.exitCode = await main(process.argv.slice(2), {
  version: ownVersion(),
  register: path('register.js'),
  runtime: { esm: path('copied.mjs'), cjs: path('copied.cjs') },
})
