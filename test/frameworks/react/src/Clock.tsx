import { Component } from 'react'
import type { ErrorInfo, ReactNode } from 'react'

export class Clock extends Component<{ start: number }, { ticks: number; start: number }> {
  static displayName = 'Clock'
  state = { ticks: 0, start: this.props.start }
  onTick = () => this.setState(({ ticks }) => ({ ticks: ticks + 1 }))

  static getDerivedStateFromProps({ start }: { start: number }) {
    return { start }
  }

  componentDidMount() {
    document.title = 'mounted'
  }

  render() {
    return (
      <button id="tick" onClick={this.onTick}>
        Ticks: {this.state.start + this.state.ticks}
      </button>
    )
  }
}

export class Boundary extends Component<{ name: string; children: ReactNode }, { text?: string }> {
  state: { text?: string } = {}

  static getDerivedStateFromError(thrown: unknown) {
    return { text: thrown instanceof Error ? thrown.message : `to ${(thrown as { to: string }).to}` }
  }

  componentDidCatch(_thrown: unknown, info: ErrorInfo) {
    console.log(`${this.props.name} caught, ${info.componentStack?.includes('Boundary') ?? false}`)
  }

  render() {
    return this.state.text ? <p>stopped: {this.state.text}</p> : this.props.children
  }
}
