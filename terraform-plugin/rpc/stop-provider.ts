import type { Rpc } from './instance.ts'

/** The user wants to stop. Nothing is cancelled by it: what runs hears of it, and answers. */
export const stopProvider: Rpc<'StopProvider'> = ({ stop, interrupt }) => {
  stop.abort()
  interrupt.abort()
  return {}
}
