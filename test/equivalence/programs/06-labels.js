// A label stays with its loop.
function find(rows) {
  outer: for (const row of rows) {
    inner: for (const x of row) {
      if (x === 2) continue outer
      if (x === 4) break outer
      log(x)
    }
  }
  block: { if (rows) break block; log('not here') }
  return rows.length
}
async function findAsync(rows) {
  first: second: for await (const x of rows) { if (x === 1) continue first; if (x === 3) break second; log(x) }
  return 'done'
}
log(find([[1, 2, 3], [3, 4, 5]]))
wait(findAsync([1, 2, 3, 4]).then(log))
