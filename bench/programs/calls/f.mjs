/** What a call costs is measured on it: as little work as a function can do that is not trivial. */
export function add(a, b) {
  return Math.max(a, b) + 1
}

/** Takes and gives ordinary small values. */
export function total(item, amount) {
  return { id: item.id, label: `${item.name} x ${amount}`, sum: Math.round(item.price * amount) }
}
