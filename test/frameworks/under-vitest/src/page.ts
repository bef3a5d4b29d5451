export function mount(root: Element): () => void {
  let clicks = 0
  const button = document.createElement('button')
  const show = () => (button.textContent = `clicked ${clicks}`)
  const onClick = () => {
    clicks++
    show()
  }
  button.addEventListener('click', onClick)
  root.append(button)
  show()
  return () => button.removeEventListener('click', onClick)
}
