import { DiagnosticError } from '../protocol/diagnostic.ts'
import { decodeJson, encodeValue } from '../protocol/dynamic-value.ts'
import { typeOfIdentity } from '../protocol/value-type.ts'
import { attempt } from './attempt.ts'
import type { Rpc } from './instance.ts'
import { definitionOf } from './read-config.ts'

/** Reads an identity as it lies in the state. Its parts never change, so there is nothing to turn into another. */
export const upgradeResourceIdentity: Rpc<'UpgradeResourceIdentity'> = async (
  instance,
  { typeName, rawIdentity },
) => {
  const { value, diagnostics } = await attempt(instance, () => {
    const { identity } = definitionOf(instance.provider.resources, 'resource', typeName)
    if (identity === undefined || rawIdentity === undefined)
      throw new DiagnosticError({
        summary: 'No identity',
        detail: `The state holds an identity, which ${typeName} does not have.`,
      })
    const type = typeOfIdentity(identity.schema)
    return { identityData: encodeValue(type, decodeJson(type, rawIdentity.json)) }
  })
  return { upgradedIdentity: value, diagnostics }
}
