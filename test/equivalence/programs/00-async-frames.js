// The frames of an error that went through awaits are those that they were.
// stacks
async function top() { return await middle() }
async function middle() {
  await null
  return await bottom()
}
const bottom = async () => { await null
  throw new Error('deep') }
wait(top().catch((e) => log(e.message, frames(e))))
