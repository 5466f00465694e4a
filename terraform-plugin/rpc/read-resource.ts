import type { ObjectValue } from '../protocol/value.ts'
import { attempt } from './attempt.ts'
import { answered } from './compose.ts'
import { pendingCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { definitionOf } from './read-config.ts'
import { privateBytes, privateText, readState, writeNothing, writeState } from './resource-state.ts'

/** Looks what has become of a resource. What fails leaves the state as it was. */
export const readResource: Rpc<'ReadResource'> = async (instance, request) => {
  const { value, diagnostics } = await attempt(instance, async (diagnostics) => {
    const resource = definitionOf(instance.provider.resources, 'resource', request.typeName)
    const state = readState(resource, request.currentState)
    if (state === null) return writeNothing(resource)
    const stored = { state, private: privateText(request.private) }
    const answer = await resource.read(stored, pendingCall(instance, diagnostics))
    if (answer === 'gone') return writeNothing(resource)
    return {
      ...writeState(resource, { ...state, ...readParts(answer.state) }),
      private: answer.private === undefined ? request.private : privateBytes(answer.private),
    }
  })
  const before = {
    newState: request.currentState,
    private: request.private,
    newIdentity: request.currentIdentity,
  }
  return { ...(value ?? before), diagnostics }
}

/** What the handler did not read stays as it was. */
function readParts(parts: Readonly<Record<string, unknown>>): ObjectValue {
  const read = Object.entries(parts).filter(([, value]) => value !== undefined)
  return Object.fromEntries(read.map(([name, value]) => [name, answered(value)]))
}
