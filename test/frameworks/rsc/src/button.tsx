'use client'

import { useState } from 'react'
import { label } from './label'

export function Button({ id, act, argument }: { id: string; act(argument: number): Promise<string>; argument: number }) {
  const [text, setText] = useState('idle')
  async function onClick() {
    try {
      setText(await act(argument))
    } catch (error) {
      setText((error as Error).message)
    }
  }
  return (
    <button id={id} onClick={() => void onClick()}>
      {label(id, text)}
    </button>
  )
}
