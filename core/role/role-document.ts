import type { Role } from './role.ts'

/** A role as plain data that JSON can hold: {@link readRole} makes the same role of it. */
export type RoleDocument = Readonly<Record<string, unknown>>

/**
 * A role as a document: lifetimes in seconds, moments in RFC 3339, the policy as a mapping. Empty lists and tags are
 * left out; defaults are written out, so that the document keeps its meaning should a default ever change.
 */
export function roleDocument(role: Role): RoleDocument {
  const { name, credential_type, expires_at, ...rest } = role
  const entries = Object.entries(rest).filter(([, value]) => value !== undefined && !isEmpty(value))
  return {
    name,
    credential_type,
    ...(expires_at === undefined ? {} : { expires_at: expires_at.toISOString() }),
    ...Object.fromEntries(
      entries.map(([field, value]) => [
        field,
        field === 'policy_document' ? mapping(value) : value,
      ]),
    ),
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

function mapping(policy: unknown): unknown {
  return typeof policy === 'string' ? JSON.parse(policy) : policy
}
