import { DiagnosticError } from '../protocol/diagnostic.ts'
import type { Diagnostics, DiagnosticProblem } from '../protocol/diagnostic.ts'
import { attempt } from './attempt.ts'
import { lastCall, steadyCall } from './instance.ts'
import type { Instance, Rpc } from './instance.ts'
import type { OpenEphemeral } from './open-ephemerals.ts'
import { definitionOf } from './read-config.ts'

/** Closes what Terraform is done with. */
export const closeEphemeralResource: Rpc<'CloseEphemeralResource'> = async (
  instance,
  { typeName, private: bytes = new Uint8Array(0) },
) => {
  const named = { typeName, private: Buffer.from(bytes).toString('utf8') }
  const { diagnostics } = await attempt(instance, (diagnostics) =>
    instance.open.close(named, (open) => closeWith(instance, open, diagnostics)),
  )
  return { diagnostics }
}

/** Rejects also where an error is only reported, so that it stays on the list. */
async function closeWith(
  instance: Instance,
  open: OpenEphemeral,
  diagnostics: Diagnostics,
): Promise<void> {
  const failures: DiagnosticProblem[] = []
  const error: Diagnostics['error'] = (problem) => {
    failures.push(problem)
    diagnostics.error(problem)
  }
  const resource = resourceOf(instance, open)
  await resource.close(open.private, steadyCall(instance, { ...diagnostics, error }))
  if (failures.length > 0) throw new DiagnosticError()
}

/** Closes what Terraform left open; rejects where that failed. Nothing asks it to stop. */
export async function closeEphemeral(instance: Instance, open: OpenEphemeral): Promise<void> {
  const resource = resourceOf(instance, open)
  const errors: string[] = []
  const diagnostics: Diagnostics = {
    error: ({ summary, detail }) => void errors.push(`${summary}: ${detail}`),
    warning: ({ summary, detail }) => {
      instance.log.warn(summary, { detail })
    },
  }
  await resource.close(open.private, lastCall(instance, diagnostics))
  if (errors.length > 0)
    throw new DiagnosticError({ summary: 'Not closed', detail: errors.join('; ') })
}

function resourceOf(instance: Instance, { typeName }: OpenEphemeral) {
  return definitionOf(instance.provider.ephemeralResources, 'ephemeral resource', typeName)
}
