// `spoor/console`: the probes, and the tree of calls printed to the console.
import { platform } from './platform.ts'
import { recorder } from './slot.ts'
import { subscribe } from './subscribe.ts'
import { consoleTree } from './tree.ts'

export * from './probes.ts'

const once = recorder as { tree?: boolean }

// Once per program, however many copies of this module there are.
if (!once.tree) {
  once.tree = true
  const tree = consoleTree()
  subscribe(tree)
  // A program that ends in the midst of something shows how far it came.
  platform.process?.on?.('exit', () => void tree.flush?.())
}
