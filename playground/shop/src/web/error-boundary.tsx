import { Component, type ComponentChildren } from 'preact'

interface Props {
  children: ComponentChildren
}

/** Shows what went wrong in place of a page that could not be drawn. */
export class ErrorBoundary extends Component<Props, { error: Error | null }> {
  override state = { error: null as Error | null }

  static override getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override render({ children }: Props) {
    const { error } = this.state
    return error ? <pre class="crash">{error.stack}</pre> : children
  }
}
