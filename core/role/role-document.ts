import type { Role } from './role.ts'

/** A role as plain data that JSON can hold: {@link readRole} makes the same role of it. */
export type RoleDocument = Readonly<Record<string, unknown>>

/**
 * A role as a document: lifetimes in seconds, times in RFC 3339, the policy as a mapping. Empty lists and tags are
 * left out; defaults are written out, so that the document keeps its meaning should a default ever change.
 */
export function roleDocument(role: Role): RoleDocument {
  const { name, credential_type, expires_at, ...rest } = role
  return {
    name,
    credential_type,
    ...(expires_at === undefined ? {} : { expires_at: expires_at.toISOString() }),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmpty(value))),
    ...('policy_document' in rest
      ? { policy_document: JSON.parse(rest.policy_document) as unknown }
      : {}),
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}
