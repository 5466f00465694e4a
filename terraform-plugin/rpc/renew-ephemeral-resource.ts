import { DiagnosticError } from '../protocol/diagnostic.ts'
import { attempt } from './attempt.ts'
import { steadyCall } from './instance.ts'
import type { Rpc } from './instance.ts'
import { definitionOf } from './read-config.ts'
import { describeRenewAt } from './renew-at.ts'

/** Renews. Sends back by what it is found again also when it fails: OpenTofu closes with what came last. */
export const renewEphemeralResource: Rpc<'RenewEphemeralResource'> = async (
  instance,
  { typeName, private: bytes = new Uint8Array(0) },
) => {
  const open = { typeName, private: Buffer.from(bytes).toString('utf8') }
  const { value, diagnostics } = await attempt(instance, (diagnostics) => {
    const { ephemeralResources } = instance.provider
    const { renew } = definitionOf(ephemeralResources, 'ephemeral resource', typeName)
    if (renew !== undefined) return renew(open.private, steadyCall(instance, diagnostics))
    throw new DiagnosticError({
      summary: 'Cannot be renewed',
      detail: `${typeName} ends when it ends; nothing extends it.`,
    })
  })
  const renamed = value?.private
  if (renamed !== undefined) instance.open.renamed(open, renamed)
  return {
    diagnostics,
    private: renamed === undefined ? bytes : Buffer.from(renamed),
    renewAt: describeRenewAt(value?.renewAt, instance.clock.now()),
  }
}
