import { describeIdentity } from '../protocol/describe-schema.ts'
import type { Rpc } from './instance.ts'

/** What names the resources that have an identity. */
export const getResourceIdentitySchemas: Rpc<'GetResourceIdentitySchemas'> = ({ provider }) => ({
  identitySchemas: Object.fromEntries(
    Object.entries(provider.resources).flatMap(([name, { identity }]) =>
      identity === undefined ? [] : [[name, describeIdentity(identity.schema)]],
    ),
  ),
})
