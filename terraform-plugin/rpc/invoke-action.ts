import type { EventOf, StreamRequestOf } from '../protocol/messages/rpc-messages.ts'
import type { Writable } from '../protocol/message.ts'
import { attempt, showText } from './attempt.ts'
import { type Instance, steadyCall } from './instance.ts'
import { definitionOf, readKnownConfig, schemaOf } from './read-config.ts'

type Event = Writable<EventOf<'InvokeAction'>>

/** Does what an action is for: an event for each line of progress, and one for its end. */
export async function* invokeAction(
  instance: Instance,
  { typeName, config }: StreamRequestOf<'InvokeAction'>,
): AsyncIterable<Event> {
  const { actions = {} } = instance.provider
  const lines: string[] = []
  let wake: (() => void) | undefined
  const progress = (line: string): void => {
    lines.push(showText(instance, line))
    wake?.()
  }
  const state = { isOver: false }
  const done = attempt(
    instance,
    async (diagnostics) => {
      const action = definitionOf(actions, 'action', typeName)
      const known = readKnownConfig(action.schema, config)
      await action.invoke(known, { ...steadyCall(instance, diagnostics), progress })
    },
    schemaOf(actions, typeName),
  ).finally(() => {
    state.isOver = true
    wake?.()
  })
  while (!state.isOver || lines.length > 0) {
    const line = lines.shift()
    if (line !== undefined) yield { progress: { message: line } }
    else await new Promise<void>((resolve) => (wake = resolve))
  }
  const { diagnostics } = await done
  yield { completed: { diagnostics } }
}
