import { computed, effect, signal, useComputed } from '@preact/signals'
import { Component } from 'preact'

const total = signal(1)
const doubled = computed(() => {
  console.log('computed')
  return total.value * 2
})

effect(() => console.log('total', describe(doubled)))

/** Reads nothing of what it is given. */
function describe(what: object): string {
  return what.constructor.name ? 'some' : 'none'
}

export function Total() {
  const text = useComputed(() => `total ${doubled}`)
  console.log('Total')
  return (
    <p>
      <button id="raise" onClick={() => total.value++}>
        {text}
      </button>
      <Clock />
    </p>
  )
}

class Clock extends Component<object, { ticks: number }> {
  override state = { ticks: 0 }
  override componentDidMount(): void {
    console.log('clock', this.state.ticks)
  }
  tick = () => this.setState({ ticks: this.state.ticks + 1 })
  override render() {
    return (
      <button id="tick" onClick={this.tick}>
        ticks {this.state.ticks}
      </button>
    )
  }
}
