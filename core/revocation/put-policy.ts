import type { CallOptions } from '../call-options.ts'
import { denyDocument } from './deny-document.ts'
import type { DenyTarget } from './deny-entry.ts'
import type { DenyPolicy } from './deny-ledger.ts'
import type { DenyPolicies } from './ports.ts'

/** Writes a policy as it is on the ledger; doing it again changes nothing. Throws as `putInline`. */
export async function putPolicy(
  policies: DenyPolicies,
  target: DenyTarget,
  { name, kind, entries }: DenyPolicy,
  options: CallOptions,
): Promise<void> {
  const document = denyDocument(entries)
  if (kind === 'inline') await policies.putInline(target, name, document, options)
  else await policies.attachManaged(target, name, document, options)
}
