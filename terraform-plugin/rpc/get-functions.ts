import { describeFunction } from '../protocol/describe-schema.ts'
import { mapEntries } from '../protocol/value-type.ts'
import type { Rpc } from './instance.ts'

/** The functions alone. */
export const getFunctions: Rpc<'GetFunctions'> = ({ provider }) => ({
  functions: mapEntries(provider.functions, describeFunction),
})
