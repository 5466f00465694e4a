import type { AnyFunction } from '../definition/provider.ts'
import { FunctionError } from '../protocol/diagnostic.ts'
import { ValueError, decodeValue, encodeValue } from '../protocol/dynamic-value.ts'
import type { EncodedValue } from '../protocol/dynamic-value.ts'
import { findNullElement, findUnknown } from '../protocol/find-value.ts'
import type { Value } from '../protocol/value.ts'
import { problemsOf, showText } from './attempt.ts'
import type { Instance, Rpc } from './instance.ts'

/** Calls a function. What it throws is shown at the argument that it names, or at the whole call. */
export const callFunction: Rpc<'CallFunction'> = (instance, { name, arguments: encoded }) => {
  const { functions } = instance.provider
  const definition = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (definition === undefined) return { error: { text: 'the provider has no such function' } }
  try {
    const result = definition.call(...readArguments(definition, encoded))
    return { result: encodeValue(definition.returns, result) }
  } catch (error) {
    return { error: describeError(instance, error) }
  }
}

function readArguments(
  definition: AnyFunction,
  encoded: readonly EncodedValue[],
): readonly Value[] {
  const { parameters, variadic } = definition
  if (encoded.length < parameters.length)
    throw new FunctionError(`${parameters.length} arguments are needed`)
  return encoded.map((one, index) => {
    const parameter = parameters[index] ?? variadic
    if (parameter === undefined) throw new FunctionError('there are too many arguments', index)
    try {
      const value = decodeValue(parameter.type, one)
      if (value === null && parameter.nullable !== true) throw new ValueError('a value', [])
      if (findNullElement(parameter.type, value)) throw new ValueError('no null inside', [])
      if (findUnknown(parameter.type, value)) throw new ValueError('a known value', [])
      return value
    } catch (error) {
      throw new FunctionError(error instanceof ValueError ? error.message : 'cannot be read', index)
    }
  })
}

function describeError(instance: Instance, error: unknown) {
  if (error instanceof FunctionError)
    return {
      text: showText(instance, withoutFullStop(error.message)),
      functionArgument: error.argument,
    }
  const text = problemsOf(instance, error)
    .map(({ summary, detail }) => `${summary}: ${detail}`)
    .join('\n')
  return { text: showText(instance, withoutFullStop(text)) }
}

/** Terraform puts one behind whatever a function says. */
function withoutFullStop(text: string): string {
  return text.replace(/\.$/, '')
}
